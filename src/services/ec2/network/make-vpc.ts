import type { WriteTransaction } from "../../../storage/database.ts";
import type { Tags } from "../../tags.ts";
import type { Ec2Context } from "../operation.ts";
import { makeId } from "../resources/resource-id.ts";
import { defaultRules, groupRules } from "../security-groups/rule.ts";
import { defaultGroupDescription, defaultGroupName, securityGroups } from "../security-groups/security-group.ts";
import { putTags } from "../tags/put-tags.ts";
import { defaultIds } from "./default-network.ts";
import { localRoute, type Route, routeTables } from "./route-table.ts";
import { newVpc, type Vpc, vpcs } from "./vpc.ts";

interface NewVpc extends Pick<Vpc, "cidr" | "tenancy" | "isDefault" | "hasDnsHostnames"> {
  readonly tags: Tags;
  /** Beside the VPC's own network. */
  readonly routes?: readonly Route[];
}

/** A VPC with its main route table and its default group. */
export async function makeVpc(
  tx: WriteTransaction,
  { tags, routes = [], ...given }: NewVpc,
  context: Ec2Context,
): Promise<Vpc> {
  const { random } = context.host;
  const id = makeId("vpc", random);
  const vpc = { ...newVpc(id, makeId("acl", random), defaultIds(context).dhcpOptionsId), ...given };
  await vpcs.put(tx, context, vpc);
  await putTags(tx, id, tags);
  await routeTables.put(tx, context, {
    id: makeId("rtb", random),
    vpcId: id,
    routes: [localRoute(vpc.cidr), ...routes],
    associations: [{ id: makeId("rtbassoc", random) }],
  });
  const group = {
    id: makeId("sg", random),
    name: defaultGroupName,
    description: defaultGroupDescription,
    vpcId: id,
  };
  await securityGroups.put(tx, context, group);
  const ids = { ingress: makeId("sgr", random), egress: makeId("sgr", random) };
  for (const rule of defaultRules(group.id, context.account, ids)) await groupRules.put(tx, context, rule);
  return vpc;
}
