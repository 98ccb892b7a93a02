import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, missingParameter } from "../errors.ts";
import { findInstances } from "../instances/find-instances.ts";
import { instanceStore } from "../instances/instance-store.ts";
import type { Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";

export const modifyInstanceMaintenanceOptions: Ec2Operation<"ModifyInstanceMaintenanceOptions"> = async (
  input,
  context,
) => {
  const { InstanceId: id, AutoRecovery, DryRun, ...others } = input;
  refuseOthers(others);
  if (id === undefined) throw missingParameter("InstanceId");
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const [instance] = await findInstances(tx, [id]);
    if (DryRun) throw dryRun();
    if (instance) await instanceStore.put(tx, { ...instance, isRecoveryOff: AutoRecovery === "disabled" });
  });
  return { InstanceId: id, AutoRecovery };
};
