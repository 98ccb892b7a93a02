import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, invalidParameterValue, missingParameter } from "../errors.ts";
import { requireAssociation } from "../network/require-association.ts";
import { routeTables } from "../network/route-table.ts";
import type { Ec2Operation } from "../operation.ts";
import { makeId } from "../resources/resource-id.ts";

/** Another table for a subnet, or as the main one of a VPC: the association has a new id. */
export const replaceRouteTableAssociation: Ec2Operation<"ReplaceRouteTableAssociation"> = async (input, context) => {
  const { AssociationId: id, RouteTableId: tableId, DryRun } = input;
  if (id === undefined) throw missingParameter("AssociationId");
  if (tableId === undefined) throw missingParameter("RouteTableId");
  const newId = makeId("rtbassoc", context.host.random);
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const { table: former, association } = await requireAssociation(tx, context, id);
    const table = await routeTables.require(tx, context, tableId);
    if (table.vpcId !== former.vpcId)
      throw invalidParameterValue(`route table ${tableId} and route table ${former.id} belong to different networks`);
    if (DryRun) throw dryRun();
    const rest = former.associations.filter((each) => each.id !== id);
    const moved = { ...association, id: newId };
    if (former.id === tableId) {
      await routeTables.put(tx, context, { ...former, associations: [...rest, moved] });
      return;
    }
    await routeTables.put(tx, context, { ...former, associations: rest });
    await routeTables.put(tx, context, { ...table, associations: [...table.associations, moved] });
  });
  return { NewAssociationId: newId, AssociationState: { State: "associated" } };
};
