import { requestTagConditions } from "../request-tags.ts";
import type { AccessRules, FurtherPermission, OperationContext, Place } from "../service.ts";
import { instanceArn } from "./instances/instance.ts";
import { instanceStore } from "./instances/instance-store.ts";
import type { Ec2 } from "./model.ts";
import { subnetArn } from "./network/default-network.ts";
import { regionKey } from "./resources/region-key.ts";
import { tagStore } from "./tags/tag-store.ts";

type Input = Readonly<Record<string, unknown>>;

/** Source: "Actions, resources, and condition keys for Amazon EC2". */
export const accessRules: AccessRules<Ec2> = {
  prefix: "ec2",
  also: {
    RunInstances: {
      TagSpecifications: (_value, _input, at) => ({ action: "ec2:CreateTags", resource: instanceArn(at, "*") }),
      ImageId: (id, _input, at) => ({ action: "ec2:RunInstances", resource: `arn:aws:ec2:${at.region}::image/${id}` }),
      SubnetId: (id, _input, at) => ({ action: "ec2:RunInstances", resource: subnetArn(at, String(id)) }),
    },
    StartInstances: { InstanceIds: (ids, _input, at) => others(ids, "ec2:StartInstances", at) },
    StopInstances: { InstanceIds: (ids, _input, at) => others(ids, "ec2:StopInstances", at) },
    RebootInstances: { InstanceIds: (ids, _input, at) => others(ids, "ec2:RebootInstances", at) },
    TerminateInstances: { InstanceIds: (ids, _input, at) => others(ids, "ec2:TerminateInstances", at) },
    CreateTags: { Resources: (ids, _input, at) => others(ids, "ec2:CreateTags", at) },
    DeleteTags: { Resources: (ids, _input, at) => others(ids, "ec2:DeleteTags", at) },
  },
  resource: (operation, input, at) => {
    // What only describes knows no resources.
    if (operation.startsWith("Describe") && operation !== "DescribeInstanceAttribute") return "*";
    if (operation === "RunInstances") return instanceArn(at, "*");
    const [first] = idsOf(input);
    return first === undefined ? "*" : arnOf(first, at);
  },
  conditions: async (operation, input, host, at) => ({
    "ec2:region": [at.region],
    ...(operation === "RunInstances" &&
      typeof input.InstanceType === "string" && { "ec2:instancetype": [input.InstanceType] }),
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

function idsOf(input: Input): readonly string[] {
  if (typeof input.InstanceId === "string") return [input.InstanceId];
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

/** Each of them must be allowed, not the first alone. */
function others(ids: unknown, action: string, at: OperationContext): FurtherPermission[] {
  return (ids as readonly string[]).slice(1).map((id) => ({ action, resource: arnOf(id, at) }));
}

const kinds: Readonly<Record<string, string>> = { i: "instance", vpc: "vpc", subnet: "subnet", sg: "security-group" };

function arnOf(id: string, at: Place): string {
  const prefix = id.slice(0, Math.max(0, id.indexOf("-")));
  if (prefix === "ami") return `arn:aws:ec2:${at.region}::image/${id}`;
  const kind = Object.hasOwn(kinds, prefix) ? kinds[prefix] : "*";
  return `arn:aws:ec2:${at.region}:${at.account}:${kind}/${id}`;
}
