import type { ServiceTimer } from "../../service.ts";
import type { ShadowName } from "./shadow.ts";
import { shadowStore } from "./shadow-store.ts";

/** The version of a shadow that was deleted two days ago is not remembered any more. */
export const forgetShadow: ServiceTimer<unknown> = {
  fire: async (firing, { host }) => {
    const name = JSON.parse(firing.payload) as ShadowName;
    await host.storage.partition(firing.from).write(async (tx) => {
      await firing.settle(tx);
      const shadow = await shadowStore.find(tx, name);
      if (shadow?.isDeleted) await shadowStore.remove(tx, name);
    });
  },
};
