package mostao.handle.model;

import mostao.ao.process.RowKey;

/** A row of one handle that is read by its key. */
public sealed interface HandleKey extends RowKey {
  /** See {@link HandleView#profile}. */
  record Profile() implements HandleKey {}

  /** See {@link HandleView#chat}. */
  record Chat(String session) implements HandleKey {}

  /** See {@link HandleView#inboxHead}. */
  record Inbox() implements HandleKey {}

  /** See {@link HandleView#share}. */
  record Share(String sender) implements HandleKey {}
}
