package mostao.ao.testkit.simulation;

/** A bug planted on purpose, to see that it is found. */
public enum PlantedBug {
  NONE,
  /** The consumer offset is committed before the Results are published. */
  OFFSET_BEFORE_PUBLICATION,
  /** A turn does not see how far its partition has come: a zombie goes on as if it had it. */
  PROGRESS_UNSEEN,
  /** A message that comes again under another offset is taken for a new one. */
  DUPLICATES_UNSEEN,
  /** Pushing the same entry again gives another id. */
  PUSHES_SIGNED_ANEW,
  /** The producer writes the records behind one that it has given up. */
  RECORDS_OVERTAKE,
  /** With the offset of a batch, that of what was polled meanwhile is committed. */
  POLLED_TAKEN_FOR_DONE,
  /** While a batch is tried again, the one that was polled behind it goes first. */
  NEXT_BATCH_FIRST,
  /** The next turn is kept, and the one before is taken for published, before it is. */
  NEVER_SETTLED
}
