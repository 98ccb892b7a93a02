import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, invalidParameterValue, missingParameter } from "../errors.ts";
import { findInstances } from "../instances/find-instances.ts";
import { instanceStore } from "../instances/instance-store.ts";
import type { Ec2Operation } from "../operation.ts";

/** Source and destination are checked again. */
export const resetInstanceAttribute: Ec2Operation<"ResetInstanceAttribute"> = async (input, context) => {
  const { InstanceId: id, Attribute: name, DryRun } = input;
  if (id === undefined) throw missingParameter("InstanceId");
  if (name !== "sourceDestCheck")
    throw invalidParameterValue(`Value (${name}) for parameter attribute is invalid. Unknown attribute.`);
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const [instance] = await findInstances(tx, [id]);
    if (DryRun) throw dryRun();
    if (instance) await instanceStore.put(tx, { ...instance, sourceDestCheck: true });
  });
  return {};
};
