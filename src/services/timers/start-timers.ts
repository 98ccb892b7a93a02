import type { PartitionKey, TimerKind } from "../../storage/database.ts";
import { findTimer } from "../../storage/timer-statements.ts";
import type { OperationTable } from "../operation-table.ts";
import type { ServiceTimer } from "../service.ts";
import type { ServiceHost } from "../service-host.ts";
import { ownByCluster } from "./cluster-ownership.ts";

/** Timers of no service: by their kind. */
export type OwnTimers = Readonly<Record<string, ServiceTimer<undefined>>>;

/**
 * Starts the timers of every service, and those of the server itself: each fires what its kind names (`service.timer`). What is repeated is set
 * here, unless it has been.
 */
export async function startTimers({ services, host }: OperationTable, own: OwnTimers = {}): Promise<void> {
  const kinds = new Map<string, TimerKind>();
  const repeated = new Map<string, (nowMs: number) => number>();
  const add = <State>(kind: string, timer: ServiceTimer<State>, state: State) => {
    const { foresee } = timer;
    kinds.set(kind, {
      ...timer,
      fire: (firing) => timer.fire(firing, { state, host }),
      foresee: foresee && { byMs: foresee.byMs, tell: (foreseen) => foresee.tell(foreseen, { state, host }) },
    });
    if (timer.repeats) repeated.set(kind, timer.repeats);
  };
  for (const [name, { definition, state }] of services) {
    for (const [timer, kind] of Object.entries(definition.timers ?? {})) add(`${name}.${timer}`, kind, state);
  }
  for (const [kind, timer] of Object.entries(own)) add(kind, timer, undefined);
  await setRepeated(host, repeated);
  host.storage.timers.start(kinds, ownByCluster(host));
}

/** Where the timers of what is repeated are, for the whole of Squall. */
const repeatedKey: PartitionKey = { account: "", region: "", kind: "squall.repeated", name: "" };

async function setRepeated(
  { storage, clock }: ServiceHost,
  repeated: ReadonlyMap<string, (nowMs: number) => number>,
): Promise<void> {
  const partition = storage.partition(repeatedKey);
  const nowMs = clock.nowMs();
  const missing = await partition.read(async (tx) => {
    const found: string[] = [];
    for (const [kind, next] of repeated) {
      const dueMs = await findTimer(tx, kind, "");
      // A clock can be moved forward, and a restart takes that back: what was set by such a time would not be done for as long.
      if (dueMs === undefined || dueMs > next(nowMs)) found.push(kind);
    }
    return found;
  });
  if (missing.length === 0) return;
  await partition.write(async (tx) => {
    for (const kind of missing) await tx.setTimer({ kind, key: "", dueMs: nowMs });
  });
}
