import { tagStore } from "../../block-storage/tag-store.ts";
import type { ServiceTimer } from "../../service.ts";
import { releaseInterfaces } from "../interfaces/release-interfaces.ts";
import { releaseVolumes } from "./block-devices.ts";
import { changeState } from "./change-state.ts";
import { settleMs } from "./instance.ts";
import { instanceStore } from "./instance-store.ts";

/** An instance that was on its way arrives; one that was terminated an hour ago is gone. */
export const settleInstance: ServiceTimer<unknown>["fire"] = async (firing, { host }) => {
  await host.storage.partition(firing.from).write(async (tx) => {
    const instance = await instanceStore.find(tx, firing.key);
    if (!instance) return firing.settle(tx);
    const nowMs = host.clock.nowMs();
    if (instance.state === "terminated") {
      await instanceStore.remove(tx, instance.id);
      await tagStore.removeAll(tx, instance.id);
      return firing.settle(tx);
    }
    const { state } = await changeState(tx, instance, "settle", host);
    if (state === "terminated") {
      await releaseVolumes(tx, instance.id, nowMs);
      await releaseInterfaces(tx, firing.from, instance);
    }
    const afterMs = settleMs[state];
    await firing.settle(tx, afterMs === undefined ? undefined : { dueMs: nowMs + afterMs });
  });
};
