import type {
  AuthorizeSecurityGroupIngressCommandInput,
  AuthorizeSecurityGroupIngressResult,
} from "@aws-sdk/client-ec2";
import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, permissionExists, tooManyRules } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Ec2Context } from "../operation.ts";
import { makeId } from "../resources/resource-id.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";
import { putTags } from "../tags/put-tags.ts";
import { findGroup } from "./find-group.ts";
import { givenPermissions, type NewRule, readPermissions } from "./read-permissions.ts";
import { groupRules, peerText, ruleKey, toRule } from "./rule.ts";

/** Adds rules of one direction to a group, all or none. */
export async function authorize(
  input: AuthorizeSecurityGroupIngressCommandInput,
  isEgress: boolean,
  context: Ec2Context,
): Promise<AuthorizeSecurityGroupIngressResult> {
  const kind = "security-group-rule";
  const tags = readTagSpecifications(input.TagSpecifications, [kind]).get(kind) ?? {};
  const permissions = givenPermissions(input.IpPermissions, input);
  return context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const group = await findGroup(tx, input, context);
    const given = await readPermissions(tx, permissions, { group, isEgress }, context);
    const present = await groupRules.listOf(tx, context, group.id);
    const keys = new Set(present.map(ruleKey));
    for (const rule of given) {
      if (keys.has(ruleKey(rule))) throw permissionExists(tell(rule));
      keys.add(ruleKey(rule));
    }
    const count = present.filter((rule) => rule.isEgress === isEgress).length + given.length;
    if (count > limits.rulesPerSecurityGroup) throw tooManyRules();
    if (input.DryRun) throw dryRun();
    const rules = given.map((rule) => ({ ...rule, id: makeId("sgr", context.host.random) }));
    for (const rule of rules) {
      await groupRules.put(tx, context, rule);
      await putTags(tx, rule.id, tags);
    }
    const { account } = context;
    return {
      Return: true,
      SecurityGroupRules: rules.map((resource) => toRule({ resource, tags, account }, context)),
    };
  });
}

/** `peer: 0.0.0.0/0, TCP, from port: 22, to port: 22, ALLOW` */
function tell({ peer, protocol, fromPort, toPort }: NewRule): string {
  const of = `peer: ${peerText(peer)}`;
  if (protocol === "-1") return `${of}, ALL, ALLOW`;
  const isIcmp = protocol.startsWith("icmp");
  const range = isIcmp ? `type: ${fromPort}, code: ${toPort}` : `from port: ${fromPort}, to port: ${toPort}`;
  return `${of}, ${protocol.toUpperCase()}, ${range}, ALLOW`;
}
