import type { ServiceTimer } from "../../service.ts";
import { putExecution } from "./change-execution.ts";
import { executionStore } from "./job-store.ts";

/** An execution that has taken longer than its job or its device said. */
export const timeOut: ServiceTimer<unknown> = {
  fire: async (firing, { host }) => {
    const { account, region } = firing.from;
    const [job = "", thing = "", number = ""] = firing.key.split(" ");
    const nowMs = host.clock.nowMs();
    await host.storage.partition(firing.from).write(async (tx) => {
      await firing.settle(tx);
      const execution = await executionStore.find(tx, { job, thing }, Number(number));
      if (execution?.status !== "IN_PROGRESS") return;
      const change = { account, region, nowMs, newId: () => host.random.uuid() };
      await putExecution(tx, change, execution, {
        ...execution,
        status: "TIMED_OUT",
        updatedMs: nowMs,
        version: execution.version + 1,
        timeoutMs: undefined,
      });
    });
  },
};
