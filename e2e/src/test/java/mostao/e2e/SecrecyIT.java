package mostao.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.process.Json;
import mostao.client.chat.Conversation;
import mostao.client.chat.Handle;
import mostao.client.chat.RefusedException;
import mostao.client.chat.Registry;
import mostao.client.chat.StoredMessage;
import mostao.client.chat.WaitPolicy;
import mostao.client.envelope.Envelope;
import mostao.client.http.AoClient;
import mostao.client.seal.DecryptionException;
import mostao.client.seal.SessionKey;
import mostao.client.trust.Device;
import mostao.client.trust.Trust;
import mostao.client.wallet.RsaWallet;
import mostao.client.wallet.Wallet;
import mostao.client.wallet.WalletFile;
import mostao.client.wallet.WalletType;
import mostao.local.stack.LocalStack;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The texts of a conversation and its keys exist only at its two parties (I8); a key that was
 * replaced opens nothing newer (I9).
 */
@ExtendWith(RunningSystem.class)
class SecrecyIT {
  private static final List<String> PUBLIC = List.of("kty", "crv", "n", "e", "x", "y");
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Public throwaway keys; to make others would take seconds. */
  private static final RsaWallet ALICE = wallet("dev-1");

  private static final RsaWallet BOB = wallet("dev-2");
  private static final Wallet CAROL = WalletType.ED25519.create();
  private static final Wallet DAVE = WalletType.ETHEREUM.create();

  private static final List<String> SAID = new ArrayList<>();
  private static final List<String> TOKENS = new ArrayList<>();

  private static AoClient alice;
  private static AoClient bob;
  private static Conversation atAlice;
  private static Conversation atBob;

  /** The keys of the session as its two sides have them, generation 1 first. */
  private static final List<Conversation.Generation> KEYS = new ArrayList<>();

  @TempDir private static Path state;

  /** Two generations, both sides under each, and a word under the old one when it was replaced. */
  @BeforeAll
  static void conversation() throws Exception {
    alice = RunningSystem.client(ALICE);
    bob = RunningSystem.client(BOB);
    Registry registry = Registry.of(alice, WaitPolicy.DEFAULT, Trust.open(state.resolve("alice")));
    Handle a = registry.register("a" + random(), profile(ALICE));
    Handle b =
        Registry.of(bob, WaitPolicy.DEFAULT, Trust.open(state.resolve("bob")))
            .register("b" + random(), profile(BOB));
    a.addDevice();
    b.addDevice();
    atAlice = registry.establish(a, b.name());
    atBob = b.conversation(atAlice.session(), a.name());
    for (Conversation side : List.of(atAlice, atBob)) {
      KEYS.add(side.rotate());
      for (int i = 0; i < 3; i++) {
        say(atAlice);
        say(atBob);
      }
    }
    atAlice.own().awaitUnread(atAlice.session(), 6);
    for (Wallet wallet : List.of(CAROL, DAVE)) {
      try (AoClient client = RunningSystem.client(wallet)) {
        Registry.of(client).register("c" + random(), Json.object());
        TOKENS.add(client.token());
      }
    }
    TOKENS.add(alice.token());
    Conversation anew = a.conversation(atAlice.session(), b.name());
    List<String> read = new ArrayList<>();
    for (StoredMessage stored : anew.history(0)) {
      read.add(anew.open(stored));
    }
    assertThat(read).isEqualTo(SAID);
  }

  @AfterAll
  static void close() {
    alice.close();
    bob.close();
  }

  @Test
  void aConversationLeavesNoTextSessionKeyOrWalletKeyAnywhere() throws Exception {
    Secrets secrets = new Secrets();
    for (String text : SAID) {
      secrets.text("what was said: " + text, text);
    }
    for (JsonNode row : keyRows()) {
      secrets.bytes("session key " + row.path("generation").asText(), opened(row, ALICE));
    }
    wallet(secrets, "alice's", ALICE);
    wallet(secrets, "bob's", BOB);
    wallet(secrets, "carol's", CAROL);
    wallet(secrets, "dave's", DAVE);
    for (String token : TOKENS) {
      secrets.text("an access token", token);
    }
    assertThat(secrets.count()).isEqualTo(12 + 2 + 6 + 6 + 1 + 1 + 3);

    Search search = new Search(RunningSystem.stack(), secrets).everywhere();

    assertThat(search.found()).isEmpty();
    assertThat(search.seen().keySet()).contains("topic", "table", "file", "answer", "command line");
    String spans = RunningSystem.collector().spans().toString();
    assertThat(spans).contains("evaluate", "SendMessage");
    assertThat(secrets.in(spans.getBytes(UTF_8))).as("what a collector is sent").isEmpty();
  }

  @Test
  void keysAndPasswordsAreInFilesThatOnlyTheirUserCanRead() throws Exception {
    LocalStack stack = RunningSystem.stack();
    Path secretFiles = stack.settings().secrets();
    Secrets secrets = new Secrets();
    try (var files = Files.walk(secretFiles)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        switch (name) {
          case "authority.json" -> wallet(secrets, "the authority's", WalletFile.load(file));
          case "scheduler.json" -> wallet(secrets, "the scheduler's", WalletFile.load(file));
          case "access.key" -> secrets.bytes(name, Files.readAllBytes(file));
          default -> secrets.text(name, Files.readString(file).strip());
        }
      }
    }
    assertThat(secrets.count()).isGreaterThanOrEqualTo(7);

    Search search = new Search(stack, secrets).everywhere();

    assertThat(search.found().keySet())
        .as("where keys and passwords stand")
        .allMatch(place -> place.matches("file (secrets/.*|config/[a-z]+\\.properties)"))
        .contains("file secrets/messenger/authority.json", "file config/session.properties");
    assertThat(search.found().entrySet())
        .filteredOn(one -> one.getValue().stream().anyMatch(name -> name.contains("authority")))
        .extracting(Map.Entry::getKey)
        .containsExactly("file secrets/messenger/authority.json");
    assertThat(search.found().entrySet())
        .filteredOn(one -> one.getValue().stream().anyMatch(name -> name.contains("scheduler")))
        .extracting(Map.Entry::getKey)
        .containsExactly("file secrets/gateway/scheduler.json");
    for (String place : search.found().keySet()) {
      Path file = stack.settings().data().resolve(place.substring("file ".length()));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as(place)
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aSecretThatStandsInAnyKindOfPlaceInAnyFormIsFound() throws Exception {
    LocalStack stack = RunningSystem.stack();
    String text = canary();
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    Secrets secrets = new Secrets().text("text", text).bytes("key", key);
    String topic = "ao.secrecy.planted";
    Path log = stack.settings().data().resolve("logs/planted.log");
    HttpServer metrics = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    metrics.createContext(
        "/",
        exchange -> {
          byte[] body = ("m{key=\"" + HexFormat.of().formatHex(key) + "\"} 1").getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    metrics.start();
    try (Admin admin =
            Admin.create(Map.of("bootstrap.servers", stack.broker().bootstrapServers()));
        Connection connection = stack.database().connectAsSuperuser();
        Statement sql = connection.createStatement()) {
      admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
      plant(topic, text, key);
      sql.execute("create schema planted create table kept (a text, b bytea)");
      try (PreparedStatement insert =
          connection.prepareStatement("insert into planted.kept values (?, ?)")) {
        insert.setString(1, "\\\"" + text + "\t\"");
        insert.setBytes(2, key);
        insert.execute();
      }
      // At the border of two portions.
      Files.writeString(
          log, "x".repeat((1 << 20) - 20) + Base64.getUrlEncoder().encodeToString(key));
      try {
        Search search = new Search(stack, secrets).everywhere();
        search.shown(
            URI.create("http://127.0.0.1:" + metrics.getAddress().getPort() + "/q/planted"));

        assertThat(search.found())
            .containsEntry("topic " + topic + " key", Set.of("key"))
            .containsEntry("topic " + topic + " value", Set.of("key", "text"))
            .containsEntry("topic " + topic + " header", Set.of("text"))
            .containsEntry("table planted.kept", Set.of("key", "text"))
            .containsEntry("file logs/planted.log", Set.of("key"))
            .containsEntry("answer /q/planted", Set.of("key"));
      } finally {
        Files.delete(log);
        sql.execute("drop schema planted cascade");
        admin.deleteTopics(List.of(topic)).all().get();
      }
    } finally {
      metrics.stop(0);
    }
  }

  @Test
  void afterARotationTheOldKeyOpensNothingNewer() throws Exception {
    SessionKey old = KEYS.get(0).key();
    List<StoredMessage> history = atAlice.history(0);
    assertThat(history).extracting(StoredMessage::generation).containsOnly(1L, 2L);
    int opened = 0;
    for (StoredMessage stored : history) {
      if (stored.generation() == 1) {
        open(old, stored);
        opened++;
      } else {
        assertThatThrownBy(() -> open(old, stored)).isInstanceOf(DecryptionException.class);
      }
    }
    assertThat(opened).isEqualTo(6);

    JsonNode first = keyRows().get(0);
    JsonNode second = keyRows().get(1);
    for (String side : List.of("encrypted_sk_by_a", "encrypted_sk_by_b")) {
      String sealed = second.path(side).asText();
      assertThatThrownBy(() -> old.open(sealed)).isInstanceOf(DecryptionException.class);
      assertThat(sealed).isNotEqualTo(first.path(side).asText());
    }
    byte[] before = opened(first, ALICE);
    byte[] after = opened(second, ALICE);
    assertThat(after).isEqualTo(opened(second, BOB)).isNotEqualTo(before);
    assertThat(after).isNotEqualTo(MessageDigest.getInstance("SHA-256").digest(before));
  }

  /** As a client opens an envelope (client/E2E.md), with a key of one's choice. */
  private static void open(SessionKey key, StoredMessage stored) throws Exception {
    Envelope envelope = Envelope.parse(stored.content()).orElseThrow();
    Device device =
        atAlice.parties().both().stream()
            .flatMap(peer -> peer.devices().known().stream())
            .filter(known -> Arrays.equals(known.prefix(), envelope.prefix()))
            .findFirst()
            .orElseThrow();
    String bound =
        String.join(
            "\n",
            "mostao/2",
            atAlice.session(),
            Long.toString(stored.generation()),
            stored.sender(),
            device.id(),
            Long.toString(envelope.counter()));
    byte[] sealed = Arrays.copyOfRange(envelope.bytes(), 17, envelope.bytes().length);
    key.open(sealed, bound.getBytes(UTF_8));
  }

  /** After a rotation with a statement no message is taken under an earlier generation. */
  @Test
  void aMessageUnderAReplacedKeyIsRefusedAndNotStored() throws Exception {
    atBob.rotate();
    long newest = atAlice.newestId();
    String content = KEYS.get(0).key().seal(canary());
    ObjectNode message = Json.object().put("content", content).put("generation", 1);
    Handle.Relayed relayed =
        atAlice.own().relay(atAlice.session(), "SendMessage", Json.write(message));
    Conversation.Sent late = new Conversation.Sent(relayed, 1, content);

    assertThatThrownBy(() -> atAlice.awaitStored(late, newest))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.code()).isEqualTo("GenerationConflict"));
    assertThat(atAlice.history(newest))
        .extracting(StoredMessage::content)
        .doesNotContain(late.content());
  }

  private static void say(Conversation side) throws Exception {
    String text = canary();
    SAID.add(text);
    side.say(text);
  }

  /** The session's copies of its two keys. */
  private static List<JsonNode> keyRows() throws IOException, InterruptedException {
    List<JsonNode> rows = new ArrayList<>();
    for (int generation = 1; generation <= 2; generation++) {
      Result result =
          alice.provenDryRun(
              atAlice.session(),
              Tags.of("Action", "GetKeyByGeneration"),
              Integer.toString(generation));
      JsonNode row = Json.parse(result.messages().get(0).data()).orElseThrow();
      rows.add(row.isArray() ? row.path(0) : row);
    }
    return rows;
  }

  /** The key itself, read without the client, which never shows it. */
  private static byte[] opened(JsonNode row, RsaWallet wallet) throws Exception {
    boolean a = row.path("pubkey_a").asText().equals(wallet.pubkey());
    Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
    rsa.init(
        Cipher.DECRYPT_MODE,
        wallet.privateKey(),
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
    String sealed = row.path(a ? "encrypted_sk_by_a" : "encrypted_sk_by_b").asText();
    return rsa.doFinal(Base64.getDecoder().decode(sealed));
  }

  private static void wallet(Secrets secrets, String whose, Wallet wallet) {
    for (var member : wallet.toJwk().properties()) {
      if (!PUBLIC.contains(member.getKey())) {
        secrets.bytes(
            whose + " " + member.getKey(),
            Base64.getUrlDecoder().decode(member.getValue().textValue()));
      }
    }
  }

  private static void plant(String topic, String text, byte[] key) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                RunningSystem.stack().broker().bootstrapServers(),
                "compression.type",
                "lz4"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, 0, key, null)).get();
      byte[] behind = ("?" + text).getBytes(UTF_8);
      producer.send(new ProducerRecord<>(topic, 1, null, Base64.getEncoder().encode(behind))).get();
      byte[] number = new BigInteger(1, key).toString().getBytes(UTF_8);
      producer.send(new ProducerRecord<>(topic, 2, null, number)).get();
      ProducerRecord<byte[], byte[]> headed = new ProducerRecord<>(topic, 0, null, new byte[1]);
      headed.headers().add("ao-any", text.getBytes(UTF_8));
      producer.send(headed).get();
    }
  }

  /** A unique sentence. */
  private static String canary() {
    return random() + random() + " höre ☂ " + random() + random();
  }

  private static String random() {
    return UUID.randomUUID()
        .toString()
        .replace("-", "")
        .chars()
        .mapToObj(digit -> Character.toString('a' + Character.digit(digit, 16)))
        .limit(16)
        .collect(Collectors.joining());
  }

  static ObjectNode profile(RsaWallet wallet) {
    return Json.object().put("pubkey", wallet.pubkey());
  }

  static RsaWallet wallet(String name) {
    try {
      return (RsaWallet)
          WalletFile.load(RunningSystem.root().resolve("e2e/node/wallets/" + name + ".json"));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
