import type { AdjustableClock } from "../../platform/clock.ts";
import type { Admissions } from "./admissions.ts";
import type { EventSource, SourceRecord } from "./event-source.ts";
import type { Scaling } from "./poller-limit.ts";

/** How many records are handled together. */
export interface BatchSettings {
  readonly size: number;
  /** How long to wait for more, from the first on; 0 takes what there is. */
  readonly windowMs: number;
  /** Of all records' texts. */
  readonly bytes: number;
}

/** How a batch ended. */
export interface Handled<R> {
  /** Those that are to come again, as their source gives them again. */
  readonly failed: readonly R[];
  /** What a limit that follows the handler is told; undefined if nothing ran. */
  readonly durationMs?: number;
  /** What has to be stored before the records may go: a log. */
  readonly stored?: () => Promise<void>;
}

/** A limit that follows what handling takes. */
export interface FollowingLimit {
  readonly current: number;
  ended(durationMs: number, running: number): void;
  waited(): void;
}

export interface PollerOptions<R extends SourceRecord, Ticket> {
  readonly clock: AdjustableClock;
  readonly source: EventSource<R>;
  readonly batch: BatchSettings;
  readonly scaling: Scaling;
  readonly following?: FollowingLimit;
  /** Room for handling, had before a record is taken. */
  readonly admissions: Admissions<Ticket>;
  /** How long records that are held may wait for room: beyond, their source gives them again. */
  readonly heldMs: number;
  /** What is behind a part that failed is not handled before it comes again: it may be of the same group. */
  readonly isOrdered?: boolean | undefined;
  /** Whether this server is to begin anything. */
  readonly mayRead: () => boolean;
  /** What is not wanted is removed unhandled. */
  readonly wants?: (record: R) => boolean;
  /** Takes the ticket over. A rejection fails the whole batch. */
  readonly handle: (records: readonly R[], ticket: Ticket) => Promise<Handled<R>>;
  /** The source could not be read or told, or the handler failed; told again only when it is something else. */
  readonly trouble: (error: unknown) => void;
  readonly counted?: (counter: PollerCounter, records: number) => void;
}

export type PollerCounter = "polled" | "filteredOut" | "invoked" | "failed" | "deleted";
