import type { RunInstancesCommandInput } from "@aws-sdk/client-ec2";
import { regionKey } from "../../block-storage/region-key.ts";
import type { FurtherPermission, OperationContext } from "../../service.ts";
import { applyTemplate } from "../launch-templates/apply-template.ts";
import { findTemplate } from "../launch-templates/launch-template.ts";
import { subnets } from "../network/subnet.ts";
import { findDefaultVpc } from "../network/vpc.ts";
import { defaultGroupOf } from "../security-groups/security-group.ts";
import { arnOf, arnOfKind, knownOf } from "./known-of.ts";

interface Used {
  readonly resource: string;
  readonly id: string | undefined;
}

/** What a RunInstances uses beside the instances that it makes; what nobody has yet is any of its kind. */
export async function launchedWith(
  input: RunInstancesCommandInput,
  at: OperationContext,
): Promise<FurtherPermission[]> {
  const { merged, templateId, subnetId, groupIds } = await readUsed(input, at);
  const of = (id: string): Used => ({ resource: arnOf(id, at), id });
  const any = (kind: string): Used => ({ resource: arnOfKind(kind, "*", at), id: undefined });
  const { ImageId, KeyName } = merged;
  const used = [
    ...(ImageId === undefined ? [] : [of(ImageId)]),
    subnetId === undefined ? any("subnet") : of(subnetId),
    ...groupIds.map(of),
    any("network-interface"),
    any("volume"),
    ...(KeyName === undefined ? [] : [{ resource: arnOfKind("key-pair", KeyName, at), id: undefined }]),
    ...(templateId === undefined ? [] : [of(templateId)]),
  ];
  const network = subnetId === undefined ? {} : await knownOf(subnetId, at);
  const inVpc = network["ec2:vpc"] && { "ec2:vpc": network["ec2:vpc"] };
  const permissions: FurtherPermission[] = [];
  for (const { resource, id } of used) {
    const known = id === undefined ? { "ec2:region": [at.region] } : await knownOf(id, at);
    const isOfNetwork = /:(subnet|security-group|network-interface)\//.test(resource);
    permissions.push({
      action: "ec2:RunInstances",
      resource,
      conditions: { ...known, ...(isOfNetwork && inVpc) },
    });
  }
  return permissions;
}

/** As the template says it, too. What is wrong about it is the operation's to refuse. */
async function readUsed(input: RunInstancesCommandInput, at: OperationContext) {
  return at.host.storage.partition(regionKey(at)).read(async (tx) => {
    const template = input.LaunchTemplate && (await findTemplate(tx, at, input.LaunchTemplate).catch(() => undefined));
    const applied = template && (await applyTemplate(tx, input, at).catch(() => undefined));
    const merged = applied?.input ?? input;
    const { SubnetId, SecurityGroupIds = [], NetworkInterfaces = [], Placement } = merged;
    const vpc = await findDefaultVpc(tx, at);
    const defaults = vpc ? await subnets.listOf(tx, at, vpc.id) : [];
    const zone = Placement?.AvailabilityZone;
    const byZone = defaults
      .filter((subnet) => zone === undefined || subnet.zone === zone)
      .sort((left, right) => (left.zone < right.zone ? -1 : 1));
    const subnetId = SubnetId ?? NetworkInterfaces[0]?.SubnetId ?? byZone[0]?.id;
    const subnet = subnetId === undefined ? undefined : await subnets.find(tx, at, subnetId);
    const named = [...SecurityGroupIds, ...NetworkInterfaces.flatMap(({ Groups = [] }) => Groups)];
    const groupIds = named.length > 0 ? named : subnet ? [(await defaultGroupOf(tx, at, subnet.vpcId)).id] : [];
    return { merged, templateId: template?.id, subnetId, groupIds };
  });
}

/** The type of what is launched, which the template may say. */
export async function launchedType(input: RunInstancesCommandInput, at: OperationContext): Promise<string | undefined> {
  return (await readUsed(input, at)).merged.InstanceType;
}
