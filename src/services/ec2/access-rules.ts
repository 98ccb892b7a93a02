import type { RunInstancesCommandInput } from "@aws-sdk/client-ec2";
import { snapshotArn } from "../block-storage/snapshots/snapshot.ts";
import { volumeArn } from "../block-storage/volumes/volume.ts";
import { requestTagConditions } from "../request-tags.ts";
import type { AccessRules, FurtherPermission, FurtherRule, OperationContext, Place } from "../service.ts";
import { defaultInstanceType } from "./instance-types/instance-types.ts";
import { instanceArn } from "./instances/instance.ts";
import { instanceStore } from "./instances/instance-store.ts";
import type { Ec2 } from "./model.ts";
import { defaultNetwork, subnetArn } from "./network/default-network.ts";
import { regionKey } from "./resources/region-key.ts";
import { tagStore } from "./tags/tag-store.ts";

type Input = Readonly<Record<string, unknown>>;

/** Source: "Actions, resources, and condition keys for Amazon EC2". */
export const accessRules: AccessRules<Ec2> = {
  prefix: "ec2",
  also: {
    RunInstances: {
      TagSpecifications: (_value, input, at) => ({
        action: "ec2:CreateTags",
        resource: instanceArn(at, "*"),
        conditions: {
          "ec2:createaction": ["RunInstances"],
          "ec2:region": [at.region],
          ...requestTagConditions(tagsOf("RunInstances", input)),
        },
      }),
      // Every call has it, and every call makes or uses one of each.
      ImageId: (_value, input, at) => launchedWith(input, at),
    },
    CreateVolume: {
      SnapshotId: (_value, input, at) => ({
        action: "ec2:CreateVolume",
        resource: snapshotArn(at, String(input.SnapshotId)),
        conditions: { "ec2:region": [at.region] },
      }),
      TagSpecifications: taggingOf("CreateVolume", (at) => volumeArn(at, "*")),
    },
    CreateSnapshot: {
      VolumeId: (_value, input, at) => ({
        action: "ec2:CreateSnapshot",
        resource: volumeArn(at, String(input.VolumeId)),
        conditions: { "ec2:region": [at.region] },
      }),
      TagSpecifications: taggingOf("CreateSnapshot", (at) => snapshotArn(at, "*")),
    },
    AttachVolume: {
      InstanceId: (_value, input, at) => ({
        action: "ec2:AttachVolume",
        resource: instanceArn(at, String(input.InstanceId)),
        conditions: { "ec2:region": [at.region] },
      }),
    },
    DetachVolume: {
      InstanceId: (_value, input, at) => ({
        action: "ec2:DetachVolume",
        resource: instanceArn(at, String(input.InstanceId)),
        conditions: { "ec2:region": [at.region] },
      }),
    },
    StartInstances: { InstanceIds: othersOf("StartInstances", "InstanceIds") },
    StopInstances: { InstanceIds: othersOf("StopInstances", "InstanceIds") },
    RebootInstances: { InstanceIds: othersOf("RebootInstances", "InstanceIds") },
    TerminateInstances: { InstanceIds: othersOf("TerminateInstances", "InstanceIds") },
    CreateTags: { Resources: othersOf("CreateTags", "Resources") },
    DeleteTags: { Resources: othersOf("DeleteTags", "Resources") },
  },
  resource: (operation, input, at) => {
    // What only describes knows no resources.
    if (operation.startsWith("Describe") && operation !== "DescribeInstanceAttribute") return "*";
    if (operation === "RunInstances") return instanceArn(at, "*");
    if (operation === "CreateVolume") return volumeArn(at, "*");
    if (operation === "CreateSnapshot") return snapshotArn(at, "*");
    const [first] = idsOf(input);
    return first === undefined ? "*" : arnOf(first, at);
  },
  conditions: async (operation, input, host, at) => ({
    "ec2:region": [at.region],
    ...(operation === "RunInstances" && { "ec2:instancetype": [String(input.InstanceType ?? defaultInstanceType)] }),
    ...requestTagConditions(tagsOf(operation, input)),
    ...(await host.storage.partition(regionKey(at)).read(async (tx) => {
      const [id] = idsOf(input);
      if (id === undefined) return {};
      const conditions: Record<string, readonly string[]> = {};
      for (const [key, value] of Object.entries(await tagStore.find(tx, id))) {
        conditions[`ec2:resourcetag/${key.toLowerCase()}`] = [value];
        conditions[`aws:resourcetag/${key.toLowerCase()}`] = [value];
      }
      const instance = await instanceStore.find(tx, id);
      if (instance) {
        conditions["ec2:instancetype"] = [instance.type];
        conditions["ec2:vpc"] = [`arn:aws:ec2:${at.region}:${at.account}:vpc/${instance.vpcId}`];
      }
      return conditions;
    })),
  }),
};

/** What a RunInstances uses beside the instances that it makes; what nobody has yet is any of its kind. */
function launchedWith(input: Input, at: OperationContext): FurtherPermission[] {
  const { vpcId, groupId, subnets } = defaultNetwork(at);
  const { ImageId, SubnetId, SecurityGroupIds, Placement } = input as Partial<RunInstancesCommandInput>;
  const zone = Placement?.AvailabilityZone ?? subnets[0]?.zone;
  const subnetId = SubnetId ?? subnets.find((subnet) => subnet.zone === zone)?.id ?? "*";
  const groupIds = SecurityGroupIds?.length ? SecurityGroupIds : [groupId];
  const region = { "ec2:region": [at.region] };
  const inVpc = { ...region, "ec2:vpc": [`arn:aws:ec2:${at.region}:${at.account}:vpc/${vpcId}`] };
  const used = (resource: string, conditions: Record<string, readonly string[]>): FurtherPermission => ({
    action: "ec2:RunInstances",
    resource,
    conditions,
  });
  return [
    used(arnOf(String(ImageId), at), region),
    used(subnetArn(at, subnetId), inVpc),
    ...groupIds.map((id) => used(arnOf(id, at), inVpc)),
    used(`arn:aws:ec2:${at.region}:${at.account}:network-interface/*`, inVpc),
    used(`arn:aws:ec2:${at.region}:${at.account}:volume/*`, region),
  ];
}

function idsOf(input: Input): readonly string[] {
  for (const member of ["VolumeId", "SnapshotId", "InstanceId"]) {
    const id = input[member];
    if (typeof id === "string") return [id];
  }
  const ids = input.InstanceIds ?? input.Resources;
  return Array.isArray(ids) ? ids.map(String) : [];
}

function tagsOf(operation: string, input: Input): unknown {
  if (operation === "CreateTags") return input.Tags;
  const [specification] = Array.isArray(input.TagSpecifications)
    ? (input.TagSpecifications as { Tags?: unknown }[])
    : [];
  return specification?.Tags;
}

/** Who tags what it makes needs the permission for it; a policy may ask what it is made by. */
function taggingOf(operation: string, resource: (at: Place) => string): FurtherRule {
  return (_value, input, at) => ({
    action: "ec2:CreateTags",
    resource: resource(at),
    conditions: {
      "ec2:createaction": [operation],
      "ec2:region": [at.region],
      ...requestTagConditions(tagsOf(operation, input)),
    },
  });
}

/** Each of them must be allowed, by what is known of itself (its tags), not the first alone. */
function othersOf(operation: string, member: "InstanceIds" | "Resources"): FurtherRule {
  return (_value, input) => {
    const [, ...others] = new Set(idsOf(input));
    return others.map((id) => ({ operation, input: { ...input, [member]: [id] } }));
  };
}

const kinds: Readonly<Record<string, string>> = {
  i: "instance",
  vol: "volume",
  vpc: "vpc",
  subnet: "subnet",
  sg: "security-group",
};

function arnOf(id: string, at: Place): string {
  const prefix = id.slice(0, Math.max(0, id.indexOf("-")));
  if (prefix === "snap") return snapshotArn(at, id);
  if (prefix === "ami") return `arn:aws:ec2:${at.region}::image/${id}`;
  const kind = Object.hasOwn(kinds, prefix) ? kinds[prefix] : "*";
  return `arn:aws:ec2:${at.region}:${at.account}:${kind}/${id}`;
}
