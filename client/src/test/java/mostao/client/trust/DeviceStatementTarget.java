package mostao.client.trust;

import static mostao.ao.fuzz.Cost.must;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.fuzz.Cost;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.ao.process.Json;

/**
 * Statements about devices: the text itself, or lines that hold a tag each (a name, {@code =}, a
 * value), which the owner then signs. What is read says everything that is in it.
 */
public final class DeviceStatementTarget {
  private static final int FACTOR = 400;
  private static final Ed25519Signer OWNER = new Ed25519Signer(bytes(11));
  private static final String PROCESS = Base64Url.encode(bytes(2));
  private static final Device DEVICE = device();

  private DeviceStatementTarget() {}

  private static byte[] bytes(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static Device device() {
    try {
      return DeviceKeys.of(
              Json.object()
                  .put("sign", Base64Url.encode(bytes(31)))
                  .put("seal", Base64Url.encode(bytes(32))))
          .device();
    } catch (java.io.IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static DeviceStatement made(List<String> revokes) {
    return DeviceStatement.make(OWNER, PROCESS, "bob", PROCESS, DEVICE, 1, 1, revokes);
  }

  public static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (DeviceStatement made : List.of(made(List.of()), made(List.of(PROCESS, DEVICE.id())))) {
      seeds.add(made.encoded().getBytes(StandardCharsets.US_ASCII));
      StringBuilder lines = new StringBuilder("\n");
      VerifiedItem item =
          new Verifier().read(Base64Url.decode(made.encoded()).orElseThrow()).orThrow();
      for (Tag tag : item.tags()) {
        lines.append(tag.name()).append('=').append(tag.value()).append('\n');
      }
      seeds.add(lines.toString().getBytes(StandardCharsets.UTF_8));
    }
    return seeds;
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    Cost.bounded(
        input,
        FACTOR,
        () -> {
          if (text.startsWith("\n")) {
            signed(text.substring(1));
          } else {
            read(text);
          }
        });
  }

  private static void signed(String lines) {
    List<Tag> tags = new ArrayList<>();
    for (String line : lines.split("\n")) {
      int sign = line.indexOf('=');
      if (sign > 0) {
        tags.add(new Tag(line.substring(0, sign), line.substring(sign + 1)));
      }
    }
    Reading<VerifiedItem> item = Draft.empty().to(PROCESS).tags(new Tags(tags)).sign(OWNER);
    if (item.isOk()) {
      read(Base64Url.encode(item.orThrow().bytes()));
    }
  }

  private static void read(String encoded) {
    if (!(DeviceStatement.read(encoded) instanceof Checked.Good<DeviceStatement> good)) {
      return;
    }
    DeviceStatement read = good.value();
    must(read.owner().equals(OWNER.address()), "a statement of somebody else: " + encoded);
    must(read.encoded().equals(encoded), "it keeps another text: " + encoded);
    must(read.issued() > 0 && read.serial() > 0, "numbers from 1: " + encoded);
    must(
        Device.of(read.device().id(), read.device().sign(), read.device().seal()).isPresent(),
        "a device whose id is not its keys': " + encoded);
    must(read.revokes().stream().allMatch(Base64Url::isId), "revokes what is no id: " + encoded);
    // Whoever states the same again states all of it: nothing in the item is left out.
    DeviceStatement again =
        DeviceStatement.make(
            OWNER,
            read.process(),
            read.handle(),
            read.registry(),
            read.device(),
            read.issued(),
            read.serial(),
            read.revokes());
    must(
        sorted(again.encoded()).equals(sorted(encoded)),
        "there is more in it than is read: " + encoded);
    Devices.of(
        List.of(encoded),
        new HandleBirth(PROCESS, read.handle(), OWNER.address(), read.registry()));
  }

  private static List<Tag> sorted(String encoded) {
    VerifiedItem item = new Verifier().read(Base64Url.decode(encoded).orElseThrow()).orThrow();
    return item.tags().list().stream()
        .sorted(java.util.Comparator.comparing(Tag::name).thenComparing(Tag::value))
        .toList();
  }
}
