import { regionKey } from "../../block-storage/region-key.ts";
import { addresses } from "../addresses/address.ts";
import { addressNotFound, associationNotFound, dryRun, missingParameter } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";

export const disassociateAddress: Ec2Operation<"DisassociateAddress"> = async (input, context) => {
  const { AssociationId: id, PublicIp, DryRun } = input;
  if (id === undefined && PublicIp === undefined) throw missingParameter("AssociationId");
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const all = await addresses.list(tx, context);
    const address = all.find((each) =>
      id === undefined ? each.publicAddress === PublicIp : each.association?.id === id,
    );
    if (!address) throw id === undefined ? addressNotFound(PublicIp ?? "") : associationNotFound(id);
    if (DryRun) throw dryRun();
    await addresses.put(tx, context, { ...address, association: undefined });
  });
  return {};
};
