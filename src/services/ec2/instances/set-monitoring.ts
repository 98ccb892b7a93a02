import type { InstanceMonitoring } from "@aws-sdk/client-ec2";
import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, missingParameter } from "../errors.ts";
import type { Ec2Context } from "../operation.ts";
import { findInstances } from "./find-instances.ts";
import { instanceStore } from "./instance-store.ts";

interface MonitoringInput {
  readonly InstanceIds?: readonly string[] | undefined;
  readonly DryRun?: boolean | undefined;
}

/** Detailed monitoring is a minute's metrics; without it they are of five minutes. */
export async function setMonitoring(
  { InstanceIds: ids = [], DryRun }: MonitoringInput,
  isMonitored: boolean,
  context: Ec2Context,
): Promise<InstanceMonitoring[]> {
  if (ids.length === 0) throw missingParameter("InstanceId");
  return context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const instances = await findInstances(tx, ids);
    if (DryRun) throw dryRun();
    for (const instance of instances) await instanceStore.put(tx, { ...instance, isMonitored });
    const State = isMonitored ? "pending" : "disabling";
    return instances.map(({ id }) => ({ InstanceId: id, Monitoring: { State } }));
  });
}
