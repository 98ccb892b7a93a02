import type { Firing, PartitionKey } from "../../storage/database.ts";
import { eachPartition } from "../../storage/each-partition.ts";
import type { EffectContext, ServiceTimer } from "../service.ts";

const hourMs = 60 * 60 * 1000;
/** What became due while no server ran is done so long after a start: first the requests that waited for it. */
const restAfterStartMs = 10_000;

/** What is done again and again, by one server for all. */
export interface Repeated<State> {
  readonly everyMs: number;
  /** What the log says when it failed. */
  readonly failure: string;
  /** It ends before it is done when `signal` is aborted: then it is done again after the next start, or by another server. */
  readonly run: (signal: AbortSignal, context: EffectContext<State>) => Promise<void>;
}

/**
 * A timer that is set for ever, at an interval from when it last began, by whichever server and in whichever run. So a server that is stopped every
 * night does what is due soon after its start, rather than never. One that fails is done again at its next time, after an hour at most.
 *
 *     timers: { retention: repeated({ everyMs: hourMs, failure: "…", run: (signal, { host }) => … }) }
 */
export function repeated<State>({ everyMs, failure, run }: Repeated<State>): ServiceTimer<State> {
  const fire = async (firing: Firing, context: EffectContext<State>) => {
    const { clock, log, storage } = context.host;
    const begunMs = clock.nowMs();
    let nextMs = begunMs + everyMs;
    try {
      await run(firing.signal, context);
      firing.signal.throwIfAborted();
    } catch (error) {
      if (firing.signal.aborted) throw error;
      log.error(failure, { work: firing.kind, error: String((error as Error)?.message ?? error) });
      nextMs = clock.nowMs() + Math.min(everyMs, hourMs);
    }
    // Time may have gone on so far meanwhile that it is due again at once.
    await storage.partition(firing.from).write((tx) => firing.settle(tx, { dueMs: nextMs }));
  };
  return { fire, restAfterStartMs, repeats: (nowMs) => nowMs + everyMs };
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
