package mostao.client.fake;

/** What a server may say that is not so. All about bob, to alice. */
public enum Lie {
  /** Another RSA key in bob's profile. */
  SWAP_PUBKEY,
  /** A session key of the server's own, sealed for alice, as a client without devices would. */
  SWAP_KEYS,
  /** The same with a statement that a device of the server's signed. */
  SWAP_KEYS_WITH_STATEMENT,
  /** The same in the protocol's own fields, beside the true statement. */
  SWAP_OLD_FIELDS,
  /** The first key, after it was replaced. */
  OLD_GENERATION,
  /** A key that thousands of keys would have to lie before. */
  MANY_GENERATIONS,
  /** Bob's first message once more. */
  REPLAY,
  /** Bob's last two messages the other way round. */
  REORDER,
  /** Without bob's second message. */
  DROP,
  /** Without bob's last message under his first key. */
  DROP_BEFORE_ROTATION,
  /** Without bob's last message. */
  TRUNCATE,
  /** Alice's first message as bob's. */
  FORGED_SENDER,
  /** One bit of bob's last message. */
  CHANGED_CONTENT,
  /** Bob's first message last, though the key was replaced. */
  DELAYED,
  /** A process item with another owner under bob's process id. */
  OTHER_OWNER,
  /** A statement about a device, signed by somebody else. */
  DEVICE_INTRODUCED,
  /** Bob's first device statement alone. */
  LOWER_SERIAL,
  /** No device of bob's. */
  DEVICE_GONE,
  /** Another authority. */
  OTHER_AUTHORITY,
  /** The session of somebody else. */
  OTHER_SESSION
}
