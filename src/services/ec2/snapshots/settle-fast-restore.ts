import type { ServiceTimer } from "../../service.ts";
import { emitHour, fastRestores, hourMs, nextOf, putFastRestore, reasons } from "./fast-restore.ts";

/** One comes to its next state, or is told of no more. */
export const settleFastRestore: ServiceTimer<unknown>["fire"] = async (firing, { host }) => {
  const place = firing.from;
  await host.storage.partition(place).write(async (tx) => {
    const found = await fastRestores.find(tx, place, firing.key);
    if (found?.state === "enabled") {
      await emitHour(tx, found.snapshotId, host);
      return firing.settle(tx, { dueMs: host.clock.nowMs() + hourMs });
    }
    await firing.settle(tx);
    if (!found) return;
    const next = nextOf[found.state];
    if (next) await putFastRestore(tx, found, { state: next.state, reason: reasons.followed }, { place, host });
    else if (found.state === "disabled") await fastRestores.remove(tx, place, found.id);
  });
};
