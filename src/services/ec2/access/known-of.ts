import { partitionOf } from "../../../platform/arn.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import type { OperationContext, Place } from "../../service.ts";
import { instanceStore } from "../instances/instance-store.ts";
import { interfaces } from "../interfaces/network-interface.ts";
import { subnets } from "../network/subnet.ts";
import { kindName } from "../resources/kind-names.ts";
import { securityGroups } from "../security-groups/security-group.ts";

type Conditions = Record<string, readonly string[]>;

/** Of what has an id; what is none of a known kind may be anything. */
export function arnOf(id: string, at: Place): string {
  return arnOfKind(kindName(id) ?? "*", id, at);
}

export function arnOfKind(kind: string, id: string, { account, region }: Place): string {
  // Images and snapshots have no account in theirs.
  const owner = kind === "image" || kind === "snapshot" ? "" : account;
  return `arn:${partitionOf(region)}:ec2:${region}:${owner}:${kind}/${id}`;
}

/** What policies may ask of a resource that is there: its tags, its VPC, an instance's type. */
export async function knownOf(id: string, at: OperationContext): Promise<Conditions> {
  return at.host.storage.partition(regionKey(at)).read(async (tx) => {
    const conditions: Conditions = { "ec2:region": [at.region] };
    for (const [key, value] of Object.entries(await tagStore.find(tx, id))) {
      conditions[`ec2:resourcetag/${key.toLowerCase()}`] = [value];
      conditions[`aws:resourcetag/${key.toLowerCase()}`] = [value];
    }
    const vpcId = await vpcOf(tx, id, at);
    if (vpcId !== undefined) conditions["ec2:vpc"] = [arnOfKind("vpc", vpcId, at)];
    const instance = id.startsWith("i-") ? await instanceStore.find(tx, id) : undefined;
    if (instance) {
      conditions["ec2:instancetype"] = [instance.type];
      conditions["ec2:availabilityzone"] = [instance.zone];
      conditions["ec2:instanceid"] = [id];
      if (instance.profile) conditions["ec2:instanceprofile"] = [instance.profile.arn];
    }
    return conditions;
  });
}

async function vpcOf(tx: ReadTransaction, id: string, at: Place): Promise<string | undefined> {
  if (id.startsWith("i-")) return (await instanceStore.find(tx, id))?.vpcId;
  if (id.startsWith("subnet-")) return (await subnets.find(tx, at, id))?.vpcId;
  if (id.startsWith("sg-")) return (await securityGroups.find(tx, at, id))?.vpcId;
  if (id.startsWith("eni-")) return (await interfaces.find(tx, at, id))?.vpcId;
  return undefined;
}
