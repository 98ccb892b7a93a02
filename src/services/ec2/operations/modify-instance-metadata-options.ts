import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, incorrectInstanceState, missingParameter } from "../errors.ts";
import { findInstances } from "../instances/find-instances.ts";
import { instanceStore } from "../instances/instance-store.ts";
import { readMetadataOptions, toMetadataOptions } from "../instances/metadata-options.ts";
import type { Ec2Operation } from "../operation.ts";

export const modifyInstanceMetadataOptions: Ec2Operation<"ModifyInstanceMetadataOptions"> = async (input, context) => {
  const { InstanceId: id, DryRun, ...options } = input;
  if (id === undefined) throw missingParameter("InstanceId");
  return context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const [instance] = await findInstances(tx, [id]);
    if (!instance || !["running", "stopped", "pending", "stopping"].includes(instance.state))
      throw incorrectInstanceState(`The instance '${id}' is not in a state in which its options can be modified.`);
    const changed = { ...instance, ...readMetadataOptions(options, instance) };
    if (DryRun) throw dryRun();
    await instanceStore.put(tx, changed);
    return { InstanceId: id, InstanceMetadataOptions: toMetadataOptions(changed, "pending") };
  });
};
