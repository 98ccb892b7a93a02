import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../storage/database.ts";
import type { OperationTable } from "../operation-table.ts";

/** How long a walk takes at most, and how long what happened at one time is waited for. By the machine's time. */
const walkMs = 30_000;
const stopMs = 10_000;
/** Between two looks whether something is under way. */
const lookMs = 2;

export interface ClockWalkParts {
  readonly clock: Clock;
  readonly timers: Pick<Database["timers"], "nextInOrderMs" | "dueInOrder" | "idle">;
  readonly outbox: Pick<Database["outbox"], "idle">;
  /** Moves the clock, on every node. */
  readonly move: (byMs: number) => Promise<void>;
  /** Whether something that was delivered is still being done. */
  readonly isBusy: () => boolean;
  /** Ends the walk: the clock is moved by the rest at once. */
  readonly signal: AbortSignal;
}

/**
 * Moves the clock forward as if the time went by: it stops at the time of each timer that fires in order, until what fired has been delivered and done.
 * So a schedule of 01:00 runs before one of 02:00, of whatever service, and what its function sets for 01:30 runs in between. A walk has an end: after
 * half a minute the clock is moved by what is left at once, and what is due then fires in the order of its kind (decision 55).
 *
 * Gives how many timers that fire in order are due at the end.
 */
export function createClockWalk(parts: ClockWalkParts): (byMs: number) => Promise<number> {
  let walking: Promise<unknown> = Promise.resolve();
  return (byMs) => {
    // One at a time: of two that are asked for at once each moves it by its own.
    const walk = walking.then(() => walkBy(parts, byMs));
    walking = walk.catch(() => {});
    return walk;
  };
}

/** Whether any service has something under way. */
export function isAnyBusy({ services }: OperationTable): boolean {
  for (const { definition, state } of services.values()) if (definition.isBusy?.(state)) return true;
  return false;
}

async function walkBy(parts: ClockWalkParts, byMs: number): Promise<number> {
  const { clock, timers, move, signal } = parts;
  const untilMs = clock.machineMs() + walkMs;
  let leftMs = byMs;
  while (!signal.aborted && clock.machineMs() < untilMs) {
    const next = await timers.nextInOrderMs();
    const stepMs = next === undefined ? Number.POSITIVE_INFINITY : Math.max(0, next - clock.nowMs());
    if (stepMs > leftMs) break;
    await move(stepMs);
    leftMs -= stepMs;
    await settled(parts, Math.min(untilMs, clock.machineMs() + stopMs));
  }
  await move(leftMs);
  await settled(parts, Math.min(untilMs, clock.machineMs() + stopMs));
  return timers.dueInOrder();
}

/** Waits until nothing is due or under way any more, also at other nodes as far as the database tells. */
async function settled({ clock, timers, outbox, isBusy, signal }: ClockWalkParts, untilMs: number): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = clock.afterMachine(Math.max(0, untilMs - clock.machineMs()), late.resolve);
  try {
    // Twice quiet: what a timer emitted is delivered after it, and may set another.
    for (let quiet = 0; quiet < 2 && clock.machineMs() < untilMs && !signal.aborted; ) {
      await Promise.race([late.promise, timers.idle().then(() => outbox.idle())]);
      if (!isBusy() && (await timers.dueInOrder()) === 0) {
        quiet++;
        continue;
      }
      quiet = 0;
      await new Promise<void>((resolve) => clock.afterMachine(lookMs, resolve));
    }
  } finally {
    timer.cancel();
  }
}
