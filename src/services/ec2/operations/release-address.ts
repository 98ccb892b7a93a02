import { regionKey } from "../../block-storage/region-key.ts";
import { addresses, requireAddress } from "../addresses/address.ts";
import { addressInUse, dryRun, missingParameter } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";

/** One that is associated with nothing. */
export const releaseAddress: Ec2Operation<"ReleaseAddress"> = async (input, context) => {
  const { AllocationId, PublicIp, DryRun } = input;
  if (AllocationId === undefined && PublicIp === undefined) throw missingParameter("AllocationId");
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const address = await requireAddress(tx, context, input);
    if (address.association) throw addressInUse(address.publicAddress);
    if (DryRun) throw dryRun();
    await addresses.remove(tx, context, address.id);
  });
  return {};
};
