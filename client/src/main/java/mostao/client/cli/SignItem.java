package mostao.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.client.http.AoMessages;
import mostao.client.wallet.Wallet;
import mostao.client.wallet.WalletFile;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code item sign}: one signed item as a line of base64url. */
@Command(
    name = "sign",
    header = "Signs an item and prints it as one line of base64url.",
    mixinStandardHelpOptions = true)
final class SignItem implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--wallet",
      required = true,
      paramLabel = "JWK",
      description = "File of the signing wallet.")
  private Path wallet;

  @Option(
      names = "--target",
      defaultValue = "",
      paramLabel = "ID",
      description = "Target process: 43 characters of base64url (default: none).")
  private String target;

  @Option(
      names = "--tag",
      paramLabel = "NAME=VALUE",
      description = "A tag; may be given again. Everything behind the first = is the value.")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = "--anchor",
      paramLabel = "ANCHOR",
      description =
          "32 bytes as text, or as base64url of 43 characters. Default: a random anchor with --ao, else"
              + " none.")
  private String anchor;

  @Option(
      names = "--ao",
      description =
          "Adds the tags that the gateway requires (Data-Protocol=ao, Variant=ao.TN.1,"
              + " Type=Message) and a random anchor: two items with the same bytes are one message.")
  private boolean ao;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Writes the item's bytes into this file instead and prints the item's id.")
  private Path out;

  @ArgGroup private Data data = new Data();

  private static final class Data {
    @Option(names = "--data", paramLabel = "TEXT", description = "The data as text.")
    private String text = "";

    @Option(names = "--data-file", paramLabel = "FILE", description = "The data from a file.")
    private Path file;
  }

  @Override
  public Integer call() {
    refuseUnreadable("--tag", String.join("", tags));
    refuseUnreadable("--data", data.text);
    refuseUnreadable("--anchor", anchor == null ? "" : anchor);
    Wallet signing;
    try {
      signing = WalletFile.load(wallet);
    } catch (IOException notRead) {
      return failed(WalletCommand.said(notRead, wallet));
    }
    Draft draft = Draft.empty().to(target).tags(new Tags(allTags()));
    if (anchor != null) {
      Optional<byte[]> bytes = Base64Url.isId(anchor) ? Base64Url.decode(anchor) : Optional.empty();
      draft = bytes.isPresent() ? draft.anchor(bytes.get()) : draft.anchor(anchor);
    } else if (ao) {
      draft = draft.anchor(AoMessages.randomAnchor());
    }
    if (data.file == null) {
      draft = draft.data(data.text);
    } else {
      try {
        draft = draft.data(Files.readAllBytes(data.file));
      } catch (IOException notRead) {
        return failed(WalletCommand.said(notRead, data.file));
      }
    }
    Reading<VerifiedItem> signed = draft.sign(signing.signer());
    if (signed instanceof Reading.Refused<VerifiedItem> refused) {
      return failed("No item: " + refused.refusal().message() + ".");
    }
    VerifiedItem item = signed.orThrow();
    String printed = Base64Url.encode(item.bytes());
    if (out != null) {
      try {
        Files.write(out, item.bytes());
      } catch (IOException notWritten) {
        return failed(WalletCommand.said(notWritten, out));
      }
      printed = item.id();
    }
    spec.commandLine().getOut().println(printed);
    return 0;
  }

  // Where the locale has no UTF-8, Java gets this character for what was typed, and would sign it.
  private void refuseUnreadable(String option, String text) {
    if (text.indexOf('\uFFFD') >= 0) {
      throw new ParameterException(
          spec.commandLine(),
          option
              + " holds characters that could not be read in this locale; set LC_ALL=C.UTF-8"
              + (option.equals("--data") ? " or use --data-file." : "."));
    }
  }

  private List<Tag> allTags() {
    List<Tag> all = new ArrayList<>();
    for (String tag : tags) {
      int equals = tag.indexOf('=');
      if (equals < 1) {
        throw new ParameterException(
            spec.commandLine(), "--tag is '" + tag + "'; write NAME=VALUE.");
      }
      all.add(new Tag(tag.substring(0, equals), tag.substring(equals + 1)));
    }
    if (ao) {
      all.add(new Tag(Names.DATA_PROTOCOL, Names.AO));
      all.add(new Tag(Names.VARIANT, Names.VARIANT_TN_1));
      all.add(new Tag(Names.TYPE, Names.TYPE_MESSAGE));
    }
    return all;
  }

  private int failed(String sentence) {
    spec.commandLine().getErr().println(sentence);
    return 1;
  }
}
