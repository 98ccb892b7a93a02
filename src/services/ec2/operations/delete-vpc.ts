import type { ReadTransaction } from "../../../storage/database.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, hasDependencies, missingParameter } from "../errors.ts";
import { internetGateways } from "../network/internet-gateway.ts";
import { isMainTable, routeTables } from "../network/route-table.ts";
import { subnets } from "../network/subnet.ts";
import { vpcs } from "../network/vpc.ts";
import type { Ec2Context, Ec2Operation } from "../operation.ts";
import { groupRules } from "../security-groups/rule.ts";
import { defaultGroupName, securityGroups } from "../security-groups/security-group.ts";

/** With what each VPC has; what was made in it must have gone before. */
export const deleteVpc: Ec2Operation<"DeleteVpc"> = async ({ VpcId: id, DryRun }, context) => {
  if (id === undefined) throw missingParameter("VpcId");
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    await vpcs.require(tx, context, id);
    if (await isUsed(tx, id, context)) throw hasDependencies("vpc", id);
    if (DryRun) throw dryRun();
    for (const table of await routeTables.listOf(tx, context, id)) await routeTables.remove(tx, context, table.id);
    for (const group of await securityGroups.listOf(tx, context, id)) {
      for (const rule of await groupRules.listOf(tx, context, group.id)) await groupRules.remove(tx, context, rule.id);
      await securityGroups.remove(tx, context, group.id);
    }
    await vpcs.remove(tx, context, id);
  });
  return {};
};

async function isUsed(tx: ReadTransaction, id: string, context: Ec2Context): Promise<boolean> {
  if ((await subnets.listOf(tx, context, id)).length > 0) return true;
  if ((await internetGateways.listOf(tx, context, id)).length > 0) return true;
  if ((await routeTables.listOf(tx, context, id)).some((table) => !isMainTable(table))) return true;
  return (await securityGroups.listOf(tx, context, id)).some(({ name }) => name !== defaultGroupName);
}
