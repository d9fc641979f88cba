package mostao.gateway.streams;

/** A record of the wallets' inbox as it stands on the log; for {@code key} alone. */
record TopicEntry(long offset, String key, byte[] value) {}
