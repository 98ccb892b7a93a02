import type { ServiceTimer } from "../../service.ts";
import { checkpointStore } from "./checkpoint-store.ts";
import { isPassing, settledState } from "./event-source-mapping.ts";
import type { MappingRunners } from "./mapping-runners.ts";
import { mappingStore } from "./mapping-store.ts";

/** A state that passes has lasted long enough. */
export const settleState: ServiceTimer<{ readonly eventSources: MappingRunners }> = {
  fire: async (firing, { host, state }) => {
    const { account, region } = firing.from;
    const uuid = firing.key;
    await host.storage.partition(firing.from).write(async (tx) => {
      await firing.settle(tx);
      const mapping = await mappingStore.find(tx, uuid);
      if (!mapping || !isPassing(mapping.state)) return;
      const next = settledState(mapping);
      if (next === undefined) {
        await mappingStore.remove(tx, uuid);
        await checkpointStore.removeAll(tx, uuid);
      } else await mappingStore.put(tx, { ...mapping, state: next });
    });
    state.eventSources.changed({ account, region }, uuid);
  },
};
