package mostao.e2e.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.testkit.simulation.Broker;
import mostao.ao.testkit.simulation.Chaos;
import mostao.ao.testkit.simulation.Fault;
import mostao.ao.testkit.simulation.Group;
import mostao.ao.testkit.simulation.InvariantBroken;
import mostao.ao.testkit.simulation.PlantedBug;
import mostao.ao.testkit.simulation.Service;
import mostao.ao.testkit.simulation.Simulation;
import mostao.ao.testkit.simulation.Slot;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.wire.Topics;
import mostao.handle.action.HandleActions;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleView;
import mostao.handle.model.MemoryHandle;
import mostao.messenger.authority.FixedItems;
import mostao.registry.action.RegistryActions;
import mostao.registry.model.MemoryRegistry;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;
import mostao.session.action.SessionActions;
import mostao.session.model.MemorySession;
import mostao.session.model.SessionChange;
import mostao.session.model.SessionView;

/** A whole deployment with people in it, for one seed. */
final class World {
  private static final Deployment STAMPED = deployment(Signatures.STAMPED);
  private static final Deployment REAL = deployment(Signatures.REAL);

  private static final List<String> NAMES = List.of("alice", "bob", "carol");

  /** In one of so many runs every signature is real. */
  private static final int SIGNED_IN_EARNEST = 32;

  private static final int PARTITIONS = 2;
  private static final int INSTANCES = 2;
  private static final int GATEWAYS = 2;
  private static final int MESSENGERS = 2;

  /** Steps after which the faults end, whatever is still in progress. */
  private static final int MOST_FAULTY_STEPS = 3_000;

  /** I7: steps after the end of the faults within which everything is done. */
  private static final int MOST_CALM_STEPS = 30_000;

  final Simulation simulation;
  final Deployment deployment;
  final Broker broker;
  final Service<RegistryView, RegistryChange> registry;
  final Service<HandleView, HandleChange> handles;
  final Service<SessionView, SessionChange> sessions;
  final Group outboxReaders;
  final List<Gateway> gateways = new ArrayList<>();
  final List<Messenger> messengers = new ArrayList<>();
  final List<Person> people = new ArrayList<>();
  final HostileClient hostile;

  private static Deployment deployment(Signatures signatures) {
    return FixedItems.of(signatures.authority(), signatures.authority().address());
  }

  World(Simulation simulation, PlantedBug bug) {
    this.simulation = simulation;
    this.broker = new Broker(simulation);
    boolean real = simulation.random().below(SIGNED_IN_EARNEST) == 0;
    this.deployment = real ? REAL : STAMPED;
    Signatures signatures = real ? Signatures.REAL : Signatures.STAMPED;
    InboxVerifier admission = new InboxVerifier(signatures::verify);
    for (Topics.Definition topic : Topics.all()) {
      broker.create(topic.name(), Math.min(PARTITIONS, topic.partitions()));
    }
    this.registry =
        new Service<>(
            simulation,
            broker,
            admission,
            Topics.REGISTRY,
            RegistryActions.table(),
            MemoryRegistry::new);
    this.handles =
        new Service<>(
            simulation, broker, admission, Topics.HANDLE, HandleActions.table(), MemoryHandle::new);
    this.sessions =
        new Service<>(
            simulation,
            broker,
            admission,
            Topics.SESSION,
            SessionActions.table(),
            MemorySession::new);
    List<Slot> outboxes = new ArrayList<>();
    for (Service<?, ?> service : services()) {
      outboxes.addAll(broker.slots(Topics.outbox(service.module())));
      for (int i = 1; i <= INSTANCES; i++) {
        service.start(service.module() + "-" + i, bug);
      }
    }
    this.outboxReaders = new Group(simulation, broker, "messenger", outboxes);
    for (int i = 1; i <= GATEWAYS; i++) {
      Gateway gateway = new Gateway(simulation, broker, signatures, "gateway-" + i);
      gateways.add(gateway);
      simulation.add(gateway);
    }
    for (int i = 1; i <= MESSENGERS; i++) {
      Messenger messenger =
          new Messenger(
              simulation, signatures, deployment, broker, outboxReaders, "messenger-" + i, bug);
      messengers.add(messenger);
      simulation.add(messenger);
    }
    populate();
    this.hostile = new HostileClient(this);
    simulation.add(hostile);
    List<Group> groups = new ArrayList<>(services().stream().map(Service::group).toList());
    groups.add(outboxReaders);
    simulation.add(new Chaos(simulation, groups));
  }

  private void populate() {
    int count = simulation.random().below(4) == 0 ? 3 : 2;
    for (String name : NAMES.subList(0, count)) {
      Person person = new Person(this, name);
      people.add(person);
      simulation.add(person);
    }
    people.get(0).meets(people.get(1));
    if (count > 2) {
      people.get(2).meets(people.get(simulation.random().below(2)));
      if (simulation.random().below(2) == 0) {
        people.get(2).prefers(people.get(0).name());
      }
    }
  }

  List<Service<?, ?>> services() {
    return List.of(registry, handles, sessions);
  }

  String registryId() {
    return deployment.registry().id();
  }

  RegistryView names() {
    return registry.view(registryId());
  }

  /** Lives through the faults and the calm after them. */
  void live() {
    while (simulation.steps() < MOST_FAULTY_STEPS && !people.stream().allMatch(Person::isDone)) {
      simulation.step();
    }
    for (int more = simulation.random().below(200); more > 0; more--) {
      simulation.step();
    }
    simulation.random().calm();
    simulation.say("the faults are over");
    long end = simulation.steps() + MOST_CALM_STEPS;
    while (!isAtRest()) {
      if (simulation.steps() > end) {
        throw new InvariantBroken(
            "I7", "no rest after " + MOST_CALM_STEPS + " calm steps: " + open());
      }
      simulation.step();
    }
  }

  private boolean isAtRest() {
    return outboxReaders.lag() == 0
        && people.stream().allMatch(Person::isDone)
        && services().stream().allMatch(Service::isAtRest)
        && messengers.stream().allMatch(Messenger::isIdle)
        && gateways.stream().allMatch(Gateway::isIdle);
  }

  private String open() {
    Map<String, Long> lags =
        Map.of(
            "registry", registry.group().lag(),
            "handle", handles.group().lag(),
            "session", sessions.group().lag(),
            "messenger", outboxReaders.lag());
    return "lags "
        + lags
        + ", people who wait "
        + people.stream().filter(person -> !person.isDone()).map(Person::name).toList()
        + ", busy gateways "
        + gateways.stream().filter(gateway -> !gateway.isIdle()).count()
        + ", busy messengers "
        + messengers.stream().filter(messenger -> !messenger.isIdle()).count();
  }

  boolean struck(Fault fault) {
    return simulation.random().strikes(fault);
  }
}
