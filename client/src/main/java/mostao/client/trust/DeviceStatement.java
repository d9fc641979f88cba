package mostao.client.trust;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.message.Names;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;

/**
 * What a handle's owner says of a device, as a signed item.
 *
 * @param encoded the item, base64url
 * @param owner address of who signed
 * @param process the handle's process, the item's target
 * @param handle the handle's name
 * @param registry the Registry that has the name
 * @param device whose keys these are
 * @param issued Unix milliseconds, by the signer's clock
 * @param serial counts the owner's statements for this handle, from 1
 * @param revokes ids of devices that are not the owner's any more
 */
public record DeviceStatement(
    String encoded,
    String owner,
    String process,
    String handle,
    String registry,
    Device device,
    long issued,
    long serial,
    List<String> revokes) {
  private static final String DEVICE = "Device";
  private static final String PROTOCOL = "mostao";
  private static final Set<String> REQUIRED =
      Set.of(
          Names.TYPE,
          Names.DATA_PROTOCOL,
          "Handle",
          "Registry",
          DEVICE,
          "Sign",
          "Seal",
          "Issued",
          "Serial");
  private static final String REVOKES = "Revokes";
  private static final String NUMBER = "[1-9][0-9]{0,15}";

  /** Far above the largest that {@link #make} makes. */
  private static final int MAX_CHARACTERS = 16 * 1024;

  /** Verifying an RSA item sets up a provider once. */
  private static final Verifier VERIFIER = new Verifier();

  public DeviceStatement {
    revokes = List.copyOf(revokes);
  }

  /**
   * Signs a statement.
   *
   * @param process the handle's process
   */
  public static DeviceStatement make(
      Signer owner,
      String process,
      String handle,
      String registry,
      Device device,
      long issued,
      long serial,
      List<String> revokes) {
    Tags tags =
        Tags.of(Names.TYPE, DEVICE, Names.DATA_PROTOCOL, PROTOCOL)
            .and(Tags.of("Handle", handle, "Registry", registry, DEVICE, device.id()))
            .and(Tags.of("Sign", device.sign(), "Seal", device.seal()))
            .and(Tags.of("Issued", Long.toString(issued), "Serial", Long.toString(serial)));
    if (!revokes.isEmpty()) {
      tags = tags.and(REVOKES, String.join(",", revokes));
    }
    VerifiedItem item = Draft.empty().to(process).tags(tags).sign(owner).orThrow();
    return new DeviceStatement(
        Base64Url.encode(item.bytes()),
        item.owner(),
        process,
        handle,
        registry,
        device,
        issued,
        serial,
        revokes);
  }

  /** The statement in this text: well formed, in the one form there is, and signed. */
  public static Checked<DeviceStatement> read(String encoded) {
    Optional<byte[]> bytes =
        encoded.length() > MAX_CHARACTERS ? Optional.empty() : Base64Url.decode(encoded);
    if (bytes.isEmpty()) {
      return Checked.bad("a device statement is not base64url of an item");
    }
    Reading<VerifiedItem> reading = VERIFIER.read(bytes.get());
    if (reading instanceof Reading.Refused<VerifiedItem> refused) {
      return Checked.bad("a device statement does not verify: " + refused.refusal().message());
    }
    VerifiedItem item = reading.orThrow();
    return malformed(item)
        .<Checked<DeviceStatement>>map(fault -> Checked.bad("a device statement " + fault))
        .orElseGet(() -> of(encoded, item));
  }

  // One spelling alone: what one client reads in a statement, every other must.
  private static Optional<String> malformed(VerifiedItem item) {
    Set<String> seen = new HashSet<>();
    for (Tag tag : item.tags()) {
      if (!REQUIRED.contains(tag.name()) && !tag.name().equals(REVOKES)) {
        return Optional.of("has a tag " + tag.name());
      }
      if (!seen.add(tag.name())) {
        return Optional.of("has two tags " + tag.name());
      }
    }
    if (!seen.containsAll(REQUIRED)) {
      return Optional.of("lacks a tag");
    }
    if (!item.tags().has(Names.TYPE, DEVICE) || !item.tags().has(Names.DATA_PROTOCOL, PROTOCOL)) {
      return Optional.of("is of another type");
    }
    if (item.data().length > 0 || item.item().anchor().length > 0) {
      return Optional.of("has data or an anchor");
    }
    if (!tag(item, "Issued").matches(NUMBER) || !tag(item, "Serial").matches(NUMBER)) {
      return Optional.of("has a number that is not written as one");
    }
    List<String> revokes = revokes(item);
    return revokes.stream().allMatch(Base64Url::isId)
            && new HashSet<>(revokes).size() == revokes.size()
        ? Optional.empty()
        : Optional.of("revokes what is no id, or one twice");
  }

  private static Checked<DeviceStatement> of(String encoded, VerifiedItem item) {
    return Device.of(tag(item, DEVICE), tag(item, "Sign"), tag(item, "Seal"))
        .<Checked<DeviceStatement>>map(
            device ->
                Checked.good(
                    new DeviceStatement(
                        encoded,
                        item.owner(),
                        item.targetId(),
                        tag(item, "Handle"),
                        tag(item, "Registry"),
                        device,
                        Long.parseLong(tag(item, "Issued")),
                        Long.parseLong(tag(item, "Serial")),
                        revokes(item))))
        .orElseGet(() -> Checked.bad("a device statement's id is not that of its keys"));
  }

  private static List<String> revokes(VerifiedItem item) {
    return item.tags()
        .first(REVOKES)
        .map(ids -> Arrays.asList(ids.split(",", -1)))
        .orElse(List.of());
  }

  private static String tag(VerifiedItem item, String name) {
    return item.tags().first(name).orElse("");
  }
}
