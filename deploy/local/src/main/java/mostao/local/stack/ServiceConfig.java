package mostao.local.stack;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import mostao.local.database.SchemaOwner;
import mostao.local.secret.SecretFile;

/** The configuration file of one service: where everything is, and its database password. */
final class ServiceConfig {
  /** Above what a service brings along (250) and a config folder (260), below variables (300). */
  private static final String ORDINAL = "280";

  /**
   * What a service finds when it starts.
   *
   * @param bootstrapServers of the broker
   * @param schedulerAddress of the key that signs assignments
   * @param owner of the service's schema; none where it has no schema
   */
  record Surroundings(
      String bootstrapServers, String schedulerAddress, Optional<SchemaOwner> owner) {}

  private final StackSettings stack;
  private final ServiceSpec service;
  private final Surroundings surroundings;

  ServiceConfig(StackSettings stack, ServiceSpec service, Surroundings surroundings) {
    this.stack = stack;
    this.service = service;
    this.surroundings = surroundings;
  }

  private Map<String, String> settings() {
    Map<String, String> all = new TreeMap<>();
    all.put("config_ordinal", ORDINAL);
    all.put("quarkus.http.host", "127.0.0.1");
    all.put("quarkus.http.port", String.valueOf(stack.port() + service.portOffset()));
    all.put("kafka.bootstrap.servers", surroundings.bootstrapServers());
    surroundings
        .owner()
        .ifPresent(
            user -> {
              all.put("quarkus.datasource.jdbc.url", user.jdbcUrl());
              all.put("quarkus.datasource.username", user.name());
              all.put("quarkus.datasource.password", user.password());
            });
    if (service.role() != Role.MESSENGER) {
      all.put("mostao.reads", stack.openReads() ? "open" : "private");
    }
    KeyFiles keys = new KeyFiles(stack.secrets());
    if (service.role() == Role.MESSENGER) {
      all.put("mostao.authority.key-file", keys.authority().toString());
      all.put("mostao.scheduler.address", surroundings.schedulerAddress());
    }
    if (service.role() == Role.GATEWAY) {
      all.put("quarkus.management.host", "127.0.0.1");
      all.put("quarkus.management.port", String.valueOf(stack.port() + service.operatorOffset()));
      all.put("mostao.scheduler.key-file", keys.scheduler().toString());
      all.put("mostao.access.key-file", keys.access().toString());
      // On one's own machine anyone may open a namespace.
      all.put("mostao.spawn.modules", "registry");
      all.put("quarkus.swagger-ui.enabled", "true");
      all.put("mostao.explorer.enabled", "true");
      for (ServiceSpec unit : stack.services()) {
        if (unit.schema().isPresent()) {
          all.put("mostao.units." + unit.name() + ".url", stack.url(unit));
        }
      }
    }
    all.putAll(service.settings());
    return all;
  }

  /** Writes the file, readable by its owner alone, and says where. */
  Path write() {
    Properties properties = new Properties();
    properties.putAll(settings());
    StringWriter text = new StringWriter();
    try {
      properties.store(text, "Written at every start of the local system; changes here are lost.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path file = stack.data().resolve("config").resolve(service.name() + ".properties");
    SecretFile.write(file, text.toString());
    return file;
  }
}
