import type { ServiceTimer } from "../../service.ts";
import { copySnapshots } from "./copy-snapshots.ts";
import { policyStore } from "./policy-store.ts";
import { restoreFast } from "./restore-fast.ts";
import { retainSnapshots } from "./retain-snapshots.ts";
import type { Run } from "./run.ts";
import { nextRunMs } from "./schedule-times.ts";
import { shareSnapshots } from "./share-snapshots.ts";
import { takeSnapshots } from "./take-snapshots.ts";

/** While a snapshot is to be copied, or the like, and not completed yet. */
const lookAgainMs = 5_000;

/**
 * A policy's time has come: schedules that are due take snapshots, which are copied, shared and restored fast as these say, and what is too old or too much is
 * archived or goes. Each step is noted when it is done, so that a crash repeats one at most, which is known again.
 */
export const runPolicy: ServiceTimer<undefined>["fire"] = async (firing, { host }) => {
  const partition = host.storage.partition(firing.from);
  const policy = await partition.read((tx) => policyStore.find(tx, firing.key));
  if (policy?.state !== "ENABLED") return partition.write((tx) => firing.settle(tx));
  const nowMs = host.clock.nowMs();
  const schedules = policy.details.Schedules ?? [];
  const run: Run = { policy, firing, host, nowMs, failed: [], waits: false };
  // Each on its own: what cannot be copied keeps nothing from being deleted in its time.
  const work = [
    async () => {
      for (const [index, schedule] of schedules.entries()) {
        const dueMs = policy.nextMs[index] ?? 0;
        if (dueMs <= nowMs) await takeSnapshots(schedule, dueMs, run);
      }
    },
    () => shareSnapshots(run),
    () => copySnapshots(run),
    () => restoreFast(run),
    () => retainSnapshots(run),
  ];
  for (const part of work)
    await part().catch((error: Error) => {
      firing.signal.throwIfAborted();
      run.failed.push(error.message);
    });
  const [message] = run.failed;
  if (message !== undefined)
    host.log.warn("a lifecycle policy could not do all that was due", { policy: policy.id, error: message });
  await partition.write(async (tx) => {
    const found = await policyStore.find(tx, policy.id);
    if (!found) return firing.settle(tx);
    // Of its schedules as they are now: it may have been updated meanwhile.
    const nextMs = (found.details.Schedules ?? []).map(({ CreateRule = {} }, index) => {
      const dueMs = found.nextMs[index] ?? 0;
      return dueMs <= nowMs ? nextRunMs(CreateRule, nowMs) : dueMs;
    });
    await policyStore.put(tx, { ...found, nextMs, message });
    const known = await policyStore.snapshots(tx, policy.id);
    const ends = known.flatMap(({ expiresMs, sharing = [], fastRestore }) =>
      [expiresMs, fastRestore?.untilMs, ...sharing.map(({ untilMs }) => untilMs)].filter((each) => each !== undefined),
    );
    const laterMs = ends.filter((each) => each > nowMs).reduce((least, each) => Math.min(least, each), never);
    await firing.settle(tx, { dueMs: Math.min(...nextMs, run.waits ? nowMs + lookAgainMs : never, laterMs) });
  });
};

const never = Number.MAX_SAFE_INTEGER;
