import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, missingParameter } from "../errors.ts";
import { findInstances } from "../instances/find-instances.ts";
import type { Ec2Operation } from "../operation.ts";

/** An instance is a record: no machine runs that could say anything, so the output is empty, as AWS's is before a machine has said anything. */
export const getConsoleOutput: Ec2Operation<"GetConsoleOutput"> = async ({ InstanceId: id, DryRun }, context) => {
  if (id === undefined) throw missingParameter("InstanceId");
  const [instance] = await context.host.storage.partition(regionKey(context)).read((tx) => findInstances(tx, [id]));
  if (DryRun) throw dryRun();
  return { InstanceId: id, Timestamp: new Date(instance?.changedMs ?? 0), Output: "" };
};
