import type { ReadTransaction } from "../../../storage/database.ts";
import { resourceNotFound } from "../errors.ts";
import { type BillingGroup, billingGroups } from "./billing-group.ts";

export async function findBillingGroup(tx: ReadTransaction, name: string): Promise<BillingGroup> {
  const group = await billingGroups.find(tx, name);
  if (!group) throw resourceNotFound(`Billing group ${name} does not exist`);
  return group;
}
