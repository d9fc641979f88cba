package mostao.client.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.process.Json;
import mostao.client.envelope.Envelope;
import mostao.client.envelope.Parties;
import mostao.client.envelope.Verdict.Letter;
import mostao.client.http.GatewayException;
import mostao.client.trust.DeviceKeys;

/**
 * What this device writes into a session: one message behind the other, each on disk before it
 * leaves. Used while the state's lock is held.
 */
final class Outgoing {
  private static final int REFUSED_FROM = 400;
  private static final int REFUSED_TO = 499;
  private static final int TOO_MANY = 429;

  private final Handle own;
  private final String session;
  private final DeviceKeys device;

  Outgoing(Handle own, String session, DeviceKeys device) {
    this.own = own;
    this.session = session;
    this.device = device;
  }

  /** A message of which was not known whether it arrived: the same bytes have one effect. */
  void deliverPending(SessionState state) throws IOException, InterruptedException {
    if (state.pending.isPresent()) {
      byte[] bytes = Base64Url.decode(state.pending.get()).orElse(new byte[0]);
      Reading<VerifiedItem> item = new Verifier().read(bytes);
      if (item instanceof Reading.Ok<VerifiedItem> ok) {
        deliver(state, ok.value());
      }
      state.pending = Optional.empty();
      state.save();
    }
  }

  Conversation.Sent send(
      SessionState state, Parties parties, Conversation.Generation key, Letter letter)
      throws IOException, InterruptedException {
    long generation = key.generation();
    // To who never had a device, in the form their client reads.
    boolean signs = parties.other().hasDevices();
    String content;
    if (signs) {
      Envelope envelope = envelope(state, parties, key, letter);
      content = envelope.content();
    } else {
      content = key.key().seal(letter.body());
    }
    ObjectNode message = Json.object().put("content", content).put("generation", generation);
    VerifiedItem item = own.relayItem(session, "SendMessage", Json.write(message));
    if (signs) {
      // On disk before it leaves: a counter is never used for two messages.
      state.pending = Optional.of(Base64Url.encode(item.bytes()));
      state.save();
    }
    Handle.Relayed relayed = deliver(state, item);
    if (signs) {
      state.pending = Optional.empty();
      state.save();
    }
    return new Conversation.Sent(relayed, generation, content);
  }

  private Envelope envelope(
      SessionState state, Parties parties, Conversation.Generation key, Letter letter) {
    SessionState.Own last = state.own;
    long counter = last.generation() == key.generation() ? last.counter() + 1 : 1;
    Envelope.Place place =
        new Envelope.Place(
            session, key.generation(), parties.own().process(), device.device().id(), counter);
    Envelope envelope = Envelope.seal(key.key(), place, last.hash(), letter, device);
    state.before = last;
    state.own = new SessionState.Own(key.generation(), counter, envelope.hash());
    return envelope;
  }

  private Handle.Relayed deliver(SessionState state, VerifiedItem item)
      throws IOException, InterruptedException {
    try {
      return own.relay(item);
    } catch (RefusedException refused) {
      takeBack(state);
      throw refused;
    } catch (GatewayException refused) {
      if (refused.status() >= REFUSED_FROM
          && refused.status() <= REFUSED_TO
          && refused.status() != TOO_MANY) {
        takeBack(state);
      }
      throw refused;
    }
  }

  // It never was on its way: the next one takes its place in the chain.
  private static void takeBack(SessionState state) throws IOException {
    if (state.pending.isPresent()) {
      state.own = state.before;
      state.pending = Optional.empty();
      state.save();
    }
  }

  /** A message that the session refused: unless more was sent behind it, its place is free. */
  void takeBack(SessionState state, String content) throws IOException {
    Optional<Envelope> envelope = Envelope.parse(content);
    if (envelope.isPresent() && envelope.get().hash().equals(state.own.hash())) {
      state.own = state.before;
      state.save();
    }
  }
}
