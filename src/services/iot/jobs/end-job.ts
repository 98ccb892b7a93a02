import type { ServiceTimer } from "../../service.ts";
import { cancelQueued } from "./change-execution.ts";
import { tellJob } from "./job-events.ts";
import { jobStore } from "./job-store.ts";

/** A job whose end has come: nobody else gets it, and what was begun goes on or not, as it says. Source: "Scheduling configuration". */
export const endJob: ServiceTimer<unknown> = {
  fire: async (firing, { host }) => {
    const { account, region } = firing.from;
    const nowMs = host.clock.nowMs();
    await host.storage.partition(firing.from).write(async (tx) => {
      await firing.settle(tx);
      const job = await jobStore.find(tx, firing.key);
      if (job?.status !== "IN_PROGRESS" && job?.status !== "SCHEDULED") return;
      const { endBehavior = "STOP_ROLLOUT" } = job.schedulingConfig ?? {};
      await tx.cancelTimer("iot.job-rollout", job.id);
      const stopped = {
        ...job,
        cursor: { ...job.cursor, isDone: true },
        status: "COMPLETED" as const,
        completedMs: nowMs,
      };
      const change = { account, region, nowMs, newId: () => host.random.uuid() };
      await tellJob(tx, change, job, endBehavior === "STOP_ROLLOUT" ? stopped : { ...stopped, status: "CANCELED" });
      if (endBehavior === "STOP_ROLLOUT") return jobStore.put(tx, { ...stopped, updatedMs: nowMs });
      const canceled = { ...stopped, status: "CANCELED" as const };
      await jobStore.put(tx, await cancelQueued(tx, change, canceled, endBehavior === "FORCE_CANCEL"));
    });
  },
};
