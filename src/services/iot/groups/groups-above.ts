import { parseArn } from "../../../platform/arn.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { type Link, linkStore } from "../registry/link-store.ts";
import { thingGroupArn, thingGroups } from "./thing-group.ts";

/** Source: "AWS IoT thing group resource limits and quotas": the depth of a hierarchy. */
export const mostDepth = 7;

/** Names of the groups above one, the nearest first. */
export async function groupsAbove(tx: ReadTransaction, name: string): Promise<string[]> {
  const above: string[] = [];
  let parent = (await thingGroups.find(tx, name))?.parent;
  while (parent !== undefined && above.length <= mostDepth) {
    above.push(parent);
    parent = (await thingGroups.find(tx, parent))?.parent;
  }
  return above;
}

/** What is attached to the groups above a group; nothing for another target. */
export async function policiesAbove(tx: ReadTransaction, target: string, at: Place): Promise<Link[]> {
  const resource = parseArn(target)?.resource ?? "";
  if (!resource.startsWith("thinggroup/")) return [];
  const links: Link[] = [];
  for (const group of await groupsAbove(tx, resource.slice("thinggroup/".length)))
    links.push(...(await linkStore.targets(tx, "policy-target", thingGroupArn(at, group), { after: "", limit: 100 })));
  return links;
}
