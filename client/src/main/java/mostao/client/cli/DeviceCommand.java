package mostao.client.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import mostao.client.chat.Handle;
import mostao.client.terminal.Printable;
import mostao.client.trust.Device;
import mostao.client.trust.DeviceStatement;
import mostao.client.trust.Devices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code device}: the installations that may write and read as a handle. */
@Command(
    name = "device",
    header = "Adds, lists and revokes the devices of a handle.",
    mixinStandardHelpOptions = true,
    subcommands = {DeviceCommand.Add.class, DeviceCommand.Show.class, DeviceCommand.Revoke.class})
public final class DeviceCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: device add, device list or device revoke.");
  }

  @Command(
      name = "add",
      header = "States, signed by the wallet, that this installation is a device of the handle.",
      mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Person person = new Person();

    @Override
    public Integer call() throws InterruptedException {
      try (Person.Present here = person.arrive()) {
        spec.commandLine().getOut().println(here.handle().addDevice());
        return 0;
      } catch (IOException failed) {
        return person.failed(failed, spec.commandLine().getErr());
      }
    }
  }

  @Command(
      name = "list",
      header = "Lists the devices of the handle, or of another.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Person person = new Person();

    @Parameters(
        arity = "0..1",
        paramLabel = "HANDLE",
        description = "Whose devices (default: the own).")
    private String name;

    @Override
    public Integer call() throws InterruptedException {
      PrintWriter out = spec.commandLine().getOut();
      try (Person.Present here = person.arrive()) {
        Handle own = here.handle();
        Devices devices = (name == null ? own.self() : own.meet(here.find(name))).devices();
        lines(devices, own.deviceId()).forEach(out::println);
        return 0;
      } catch (IOException failed) {
        return person.failed(failed, spec.commandLine().getErr());
      }
    }
  }

  /**
   * One line for each device, and one for each statement that is not believed.
   *
   * @param ours id of this installation
   */
  static List<String> lines(Devices devices, String ours) {
    List<String> lines =
        new java.util.ArrayList<>(
            devices.known().stream().map(device -> line(device, devices, ours)).toList());
    devices.disbelieved().forEach(why -> lines.add("not believed: " + Printable.of(why)));
    return lines;
  }

  private static String line(Device device, Devices devices, String ours) {
    String since =
        devices.statements().stream()
            .filter(one -> one.device().id().equals(device.id()))
            .findFirst()
            .map(DeviceStatement::issued)
            .map(issued -> Instant.ofEpochMilli(issued).toString().substring(0, 10))
            .orElse("");
    String state = devices.isBelieved(device.id()) ? "believed" : "revoked";
    return String.format(
            Locale.ROOT,
            "%s  %-8s  %-10s  %s",
            device.id(),
            state,
            since,
            device.id().equals(ours) ? "this one" : "")
        .stripTrailing();
  }

  @Command(
      name = "revoke",
      header = "States that devices are the owner's no more; nothing is sealed for them again.",
      description = "A session's key is replaced before the next message goes into it.",
      mixinStandardHelpOptions = true)
  static final class Revoke implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Person person = new Person();

    @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids, as device list shows them.")
    private List<String> ids;

    @Override
    public Integer call() throws InterruptedException {
      try (Person.Present here = person.arrive()) {
        here.handle().addDevice();
        here.handle().revokeDevices(ids);
        return 0;
      } catch (IOException failed) {
        return person.failed(failed, spec.commandLine().getErr());
      }
    }
  }
}
