import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../storage/database.ts";
import { type ControlRequest, type ControlResponse, json } from "./exchange.ts";

interface ClockParts {
  readonly auth: "open" | "enforce";
  readonly clock: Clock;
  readonly storage: { readonly timers: Pick<Database["timers"], "nextInOrderMs"> };
  /** Moves the clock on, on every node, and gives how many timers that fire in order are due still. */
  moveClock(byMs: number): Promise<number>;
}

/** `GET /_squall/clock`: the cloud's time, how far it is before the machine's, and the next schedule's, for who may move it there. */
export async function tellTime({ auth, clock, storage }: ClockParts): Promise<ControlResponse> {
  const mayAdvance = auth === "open";
  const nowMs = clock.nowMs();
  const nextMs = mayAdvance ? await storage.timers.nextInOrderMs() : undefined;
  return json(200, {
    now: new Date(nowMs).toISOString(),
    aheadMilliseconds: nowMs - clock.machineMs(),
    nextSchedule: nextMs === undefined ? undefined : new Date(nextMs).toISOString(),
    mayAdvance,
  });
}

/** `POST /_squall/clock` with `{"advanceMilliseconds": N}` or `{"toNextSchedule": true}`. */
export async function advance(parts: ClockParts, request: ControlRequest): Promise<ControlResponse> {
  const asked = readAsked(await request.body());
  if (asked === undefined) {
    const message = `The body must be {"advanceMilliseconds": N}, N from 0 to ${longestAdvanceMs}, or {"toNextSchedule": true}.`;
    return json(400, { message });
  }
  const { clock, storage } = parts;
  let byMs = asked;
  if (asked === "next") {
    const nextMs = await storage.timers.nextInOrderMs();
    if (nextMs === undefined) return json(409, { message: "There is no schedule to come." });
    byMs = Math.max(0, nextMs - clock.nowMs());
  }
  const due = await parts.moveClock(byMs as number);
  return json(200, { now: new Date(clock.nowMs()).toISOString(), due });
}

const longestAdvanceMs = 10 * 365 * 24 * 60 * 60 * 1000;

function readAsked(body: Buffer): number | "next" | undefined {
  try {
    const { advanceMilliseconds, toNextSchedule } = JSON.parse(body.toString("utf8")) as Record<string, unknown>;
    if (toNextSchedule === true && advanceMilliseconds === undefined) return "next";
    return typeof advanceMilliseconds === "number" &&
      advanceMilliseconds >= 0 &&
      advanceMilliseconds <= longestAdvanceMs
      ? advanceMilliseconds
      : undefined;
  } catch {
    return undefined;
  }
}
