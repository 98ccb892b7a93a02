import type { Firing, PartitionKey, WriteTransaction } from "../../storage/database.ts";
import { eachPartition } from "../../storage/each-partition.ts";
import { UnreachableStorageError } from "../../storage/unreachable-storage-error.ts";
import type { EffectContext, ServiceTimer } from "../service.ts";

const hourMs = 60 * 60 * 1000;
/** What became due while no server ran is done so long after a start: first the requests that waited for it. */
const restAfterStartMs = 10_000;

/** What is done again and again, by one server for all. */
export interface Repeated<State> {
  readonly everyMs: number;
  /** What the log says when it failed. */
  readonly failure: string;
  /**
   * It ends before it is done when `signal` is aborted: then it is done again after the next start, or by another server. `lastMs` is when it last began
   * and did not fail, in whichever run of whichever server; undefined the first time.
   */
  readonly run: (signal: AbortSignal, context: EffectContext<State>, lastMs: number | undefined) => Promise<void>;
}

/**
 * A timer that is set for ever, at an interval from when it last began, by whichever server and in whichever run. So a server that is stopped every
 * night does what is due soon after its start, rather than never. One that fails is done again at its next time, after an hour at most.
 *
 *     timers: { retention: repeated({ everyMs: hourMs, failure: "…", run: (signal, { host }) => … }) }
 */
export function repeated<State>({ everyMs, failure, run }: Repeated<State>): ServiceTimer<State> {
  const fire = (firing: Firing, context: EffectContext<State>) =>
    runRepeatedly(firing, context, {
      failure,
      nextMs: (begunMs) => begunMs + everyMs,
      payload: (begunMs) => `${begunMs}`,
      run: () => run(firing.signal, context, firing.payload === "" ? undefined : Number(firing.payload)),
    });
  return { fire, restAfterStartMs, repeats: (nowMs) => nowMs + everyMs };
}

/**
 * One turn of what has another: for timers of a resource's own (a bucket's lifecycle, an account's alarms). Its failure is told and the next turn
 * comes at its time, after an hour at most: nothing that is to be done for ever is parked.
 */
export async function runRepeatedly(
  firing: Firing,
  { host: { clock, log, storage } }: EffectContext<unknown>,
  work: {
    readonly failure: string;
    /** Of one that began then, asked in the write that settles it; undefined if there is no next time. */
    readonly nextMs: (begunMs: number, tx: WriteTransaction) => number | undefined | Promise<number | undefined>;
    /** What the next firing is given, of one that did not fail. */
    readonly payload?: (begunMs: number) => string;
    readonly run: () => Promise<void>;
  },
): Promise<void> {
  const begunMs = clock.nowMs();
  let latestMs = Number.POSITIVE_INFINITY;
  let { payload } = firing;
  try {
    await work.run();
    firing.signal.throwIfAborted();
    payload = work.payload?.(begunMs) ?? payload;
  } catch (error) {
    // A database that is away is no failure of this: it fires again when it is back.
    if (firing.signal.aborted || error instanceof UnreachableStorageError) throw error;
    const { kind, from } = firing;
    log.error(work.failure, { work: kind, of: from.name, error: String((error as Error)?.message ?? error) });
    latestMs = clock.nowMs() + hourMs;
  }
  // Time may have gone on so far meanwhile that it is due again at once.
  await storage.partition(firing.from).write(async (tx) => {
    const dueMs = await work.nextMs(begunMs, tx);
    await firing.settle(tx, dueMs === undefined ? undefined : { dueMs: Math.min(dueMs, latestMs), payload });
  });
}

/** What is swept. */
export interface Sweeping<State> {
  /** The kind of the partitions. */
  readonly kind: string;
  /** What the log says of a sweep that failed. */
  readonly failure: string;
  /** One partition; it may end before it is done when `signal` is aborted. */
  readonly sweep: (key: PartitionKey, signal: AbortSignal, context: EffectContext<State>) => Promise<void>;
}

/** Goes through all partitions of a kind every hour, to remove what is too old. */
export function sweeping<State>({ kind, failure, sweep }: Sweeping<State>): ServiceTimer<State> {
  return repeated({
    everyMs: hourMs,
    failure,
    run: async (signal, context) => {
      for await (const key of eachPartition(context.host.storage, kind)) {
        if (signal.aborted) return;
        await sweep(key, signal, context);
      }
    },
  });
}
