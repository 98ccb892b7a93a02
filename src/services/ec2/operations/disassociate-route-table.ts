import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, invalidParameterValue, missingParameter } from "../errors.ts";
import { requireAssociation } from "../network/require-association.ts";
import { isMain, routeTables } from "../network/route-table.ts";
import type { Ec2Operation } from "../operation.ts";

/** The subnet uses its VPC's main table from now on. */
export const disassociateRouteTable: Ec2Operation<"DisassociateRouteTable"> = async (input, context) => {
  const { AssociationId: id, DryRun } = input;
  if (id === undefined) throw missingParameter("AssociationId");
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const { table, association } = await requireAssociation(tx, context, id);
    if (isMain(association)) throw invalidParameterValue(`cannot disassociate the main route table association ${id}`);
    if (DryRun) throw dryRun();
    const associations = table.associations.filter((each) => each.id !== id);
    await routeTables.put(tx, context, { ...table, associations });
  });
  return {};
};
