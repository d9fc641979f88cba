package mostao.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import mostao.ao.testkit.tls.CertificateAuthority;
import mostao.local.broker.BrokerSettings;
import mostao.local.os.Ports;
import mostao.local.stack.LocalStack;
import mostao.local.stack.Progress;
import mostao.local.stack.StackSettings;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The packaged system as production runs it: a broker that asks everybody for a certificate and
 * gives each program the rights of the manifests and no other, and a database that nobody reaches
 * without TLS.
 */
final class SecuredSystem implements AutoCloseable {
  /** The one source of rights, from which production is made. */
  private static final String RIGHTS = "deploy/kubernetes/components/strimzi/users.yaml";

  private static final String PASSWORD = "changeit";
  private static final String SUPER_USER = "operator";
  private static final String CLUSTER = "kafka-cluster";
  private static final String SCRAM = "SCRAM-SHA-512";
  private static final String SCRAM_LOGIN =
      "org.apache.kafka.common.security.scram.ScramLoginModule required";

  /** Of the listener for people, who have passwords rather than certificates. */
  private final int people = Ports.freeBase(1);

  private final Path certificates;
  private final CertificateAuthority authority = new CertificateAuthority("of the deployment");
  private final CertificateAuthority strangers = new CertificateAuthority("of somebody else");
  private final Map<String, List<AclBinding>> rights;
  private final LocalStack stack;

  private SecuredSystem(Path folder) throws IOException {
    certificates = folder.resolve("certificates");
    rights = rights(RunningSystem.root().resolve(RIGHTS));
    StackSettings settings =
        StackSettings.of(RunningSystem.root(), folder.resolve("data"), 1)
            .onFreePorts()
            .withQuickStart()
            .withBroker(this::secured)
            .withDatabase(
                database ->
                    database.withTls(authority.folder(certificates.resolve("database"), "db")));
    for (String program : rights.keySet()) {
      Map<String, String> client = client(program);
      settings =
          settings.withService(
              program.replace("-service", ""),
              spec -> {
                for (Map.Entry<String, String> one : client.entrySet()) {
                  spec = spec.with("kafka." + one.getKey(), one.getValue());
                }
                return spec;
              });
    }
    stack = new LocalStack(settings, Progress.SILENT);
  }

  static SecuredSystem start(Path folder) throws IOException {
    SecuredSystem system = new SecuredSystem(folder);
    system.stack.start();
    return system;
  }

  private BrokerSettings secured(BrokerSettings broker) {
    Map<String, String> all = new TreeMap<>();
    all.put("listener.security.protocol.map", "CLIENTS:SSL,CONTROLLER:SSL,PEOPLE:SASL_SSL");
    all.put("listener.name.people.ssl.client.auth", "none");
    all.put("listener.name.people.sasl.enabled.mechanisms", SCRAM);
    all.put("listener.name.people.scram-sha-512.sasl.jaas.config", SCRAM_LOGIN + ";");
    all.put("ssl.client.auth", "required");
    all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    all.put("allow.everyone.if.no.acl.found", "false");
    all.put("super.users", "User:CN=broker;User:CN=" + SUPER_USER);
    all.putAll(credentials("broker", authority));
    BrokerSettings secured =
        broker.with(List.of(new BrokerSettings.ProxyListener("PEOPLE", people, people)));
    for (Map.Entry<String, String> one : all.entrySet()) {
      secured = secured.with(one.getKey(), one.getValue());
    }
    List<AclBinding> given = rights.values().stream().flatMap(List::stream).toList();
    return secured.with(new BrokerSettings.Access(client(SUPER_USER), given));
  }

  LocalStack stack() {
    return stack;
  }

  /** What the manifests give a program. */
  List<AclBinding> rightsOf(String program) {
    return rights.get(program);
  }

  /** The programs that have rights, by the name in their certificate. */
  List<String> programs() {
    return List.copyOf(rights.keySet());
  }

  /** Settings of a Kafka client with a program's own certificate. */
  Map<String, String> client(String program) {
    return client(program, authority);
  }

  /** Settings of a Kafka client with a certificate that says so and that somebody else signed. */
  Map<String, String> impostor(String program) {
    return client(program, strangers);
  }

  /** Settings of a Kafka client that trusts the broker and has no certificate. */
  Map<String, String> nobody() {
    Map<String, String> settings = new HashMap<>(client("nobody"));
    settings.keySet().removeIf(name -> name.startsWith("ssl.keystore"));
    return settings;
  }

  private Map<String, String> client(String name, CertificateAuthority signer) {
    Map<String, String> settings = new TreeMap<>(credentials(name, signer));
    settings.put("security.protocol", "SSL");
    return settings;
  }

  /** Kinds of file as in the manifests: PEM for who is trusted, PKCS12 for who one is. */
  private Map<String, String> credentials(String name, CertificateAuthority signer) {
    Path folder =
        certificates.resolve((signer == authority ? "" : "of-strangers-") + name).toAbsolutePath();
    Path store = folder.resolve("user.p12");
    Path trusted = certificates.resolve("ca.crt").toAbsolutePath();
    try {
      if (!Files.exists(store)) {
        signer.folder(folder, name);
        keep(folder, store);
      }
      if (!Files.exists(trusted)) {
        Files.copy(authority.folder(certificates.resolve("any"), "any").resolve("ca.crt"), trusted);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return Map.of(
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.location",
        trusted.toString(),
        "ssl.keystore.type",
        "PKCS12",
        "ssl.keystore.location",
        store.toString(),
        "ssl.keystore.password",
        PASSWORD);
  }

  private static void keep(Path folder, Path store) throws IOException, GeneralSecurityException {
    String pem = Files.readString(folder.resolve("tls.key")).replaceAll("-----[^-]+-----|\\s", "");
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    KeyStore made = KeyStore.getInstance("PKCS12");
    made.load(null, null);
    try (var certificate = Files.newInputStream(folder.resolve("tls.crt"));
        var authority = Files.newInputStream(folder.resolve("ca.crt"))) {
      CertificateFactory x509 = CertificateFactory.getInstance("X.509");
      made.setKeyEntry(
          "user",
          key,
          PASSWORD.toCharArray(),
          new Certificate[] {
            x509.generateCertificate(certificate), x509.generateCertificate(authority)
          });
    }
    try (OutputStream out = Files.newOutputStream(store)) {
      made.store(out, PASSWORD.toCharArray());
    }
  }

  private static Map<String, List<AclBinding>> rights(Path manifest) throws IOException {
    YAMLMapper yaml = new YAMLMapper();
    Map<String, List<AclBinding>> rights = new LinkedHashMap<>();
    try (var users =
        yaml.readerFor(JsonNode.class)
            .<JsonNode>readValues(new YAMLFactory().createParser(Files.readString(manifest)))) {
      while (users.hasNext()) {
        JsonNode user = users.next();
        String name = user.path("metadata").path("name").asText();
        List<AclBinding> given = rights.computeIfAbsent(name, any -> new ArrayList<>());
        for (JsonNode rule : user.path("spec").path("authorization").path("acls")) {
          for (JsonNode operation : rule.path("operations")) {
            given.add(binding(name, resource(rule.path("resource")), operation.asText()));
          }
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return rights;
  }

  private static ResourcePattern resource(JsonNode resource) {
    String type = resource.path("type").asText();
    return new ResourcePattern(
        ResourceType.fromString(type.toUpperCase(Locale.ROOT)),
        type.equals("cluster") ? CLUSTER : resource.path("name").asText(),
        PatternType.LITERAL);
  }

  private static AclBinding binding(String user, ResourcePattern resource, String operation) {
    String name = operation.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    return new AclBinding(
        resource,
        new AccessControlEntry(
            "User:CN=" + user, "*", AclOperation.fromString(name), AclPermissionType.ALLOW));
  }

  /** Settings of a Kafka client with a name and a password. */
  Map<String, String> person(String name, String password) {
    Map<String, String> settings = new TreeMap<>(nobody());
    settings.put("bootstrap.servers", "127.0.0.1:" + people);
    settings.put("security.protocol", "SASL_SSL");
    settings.put("sasl.mechanism", SCRAM);
    settings.put(
        "sasl.jaas.config",
        SCRAM_LOGIN + " username=\"" + name + "\" password=\"" + password + "\";");
    return settings;
  }

  /** Settings of a Kafka client that may do everything. */
  Map<String, String> operator() {
    return client(SUPER_USER);
  }

  @Override
  public void close() {
    stack.close();
  }
}
