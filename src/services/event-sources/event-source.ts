import type { Admission } from "../service-host.ts";

/** What a poller reads: a queue, later a stream's shard. */
export interface EventSource<Record extends SourceRecord> {
  /**
   * At most `most` records; waits until there are some, and gives none where it has waited long enough, has been aborted, or was not admitted.
   * Rejects with the source's error.
   */
  receive(asked: Receiving): Promise<readonly Record[]>;
  /** They have been handled, or nobody wants them: they are never given again. */
  remove(records: readonly Record[]): Promise<void>;
  /** Records that one receive gives at most. */
  readonly mostPerReceive: number;
}

export interface Receiving {
  readonly most: number;
  readonly signal: AbortSignal;
  /** Asked right before something is taken. */
  readonly admission: Admission;
}

/** One thing that has happened at a source. */
export interface SourceRecord {
  /** As its receiver sees it, JSON: made once, and counted against what a payload may have. */
  readonly text: string;
  /** Of `text`, in UTF-8. */
  readonly bytes: number;
}
