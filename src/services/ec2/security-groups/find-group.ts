import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { groupNotFound, missingParameter, vpcNotSpecified } from "../errors.ts";
import { findDefaultVpc } from "../network/vpc.ts";
import { type SecurityGroup, securityGroups } from "./security-group.ts";

interface GroupInput {
  readonly GroupId?: string | undefined;
  readonly GroupName?: string | undefined;
}

/** By its id, or by its name in the default VPC. Throws if it is not there. */
export async function findGroup(
  tx: ReadTransaction,
  { GroupId: id, GroupName: name }: GroupInput,
  place: Place,
): Promise<SecurityGroup> {
  if (id !== undefined) return securityGroups.require(tx, place, id);
  if (name === undefined) throw missingParameter("GroupName or GroupId");
  const vpc = await findDefaultVpc(tx, place);
  if (!vpc) throw vpcNotSpecified();
  const group = (await securityGroups.listOf(tx, place, vpc.id)).find((each) => each.name === name);
  if (!group) throw groupNotFound(name);
  return group;
}
