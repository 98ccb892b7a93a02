import type { RunInstancesCommandInput } from "@aws-sdk/client-ec2";
import { requestTagConditions } from "../request-tags.ts";
import type { AccessRules, FurtherPermission, FurtherRule, OperationContext } from "../service.ts";
import { actedOn, idsActedOn } from "./access/acted-on.ts";
import { arnOf, arnOfKind, knownOf } from "./access/known-of.ts";
import { launchedType, launchedWith } from "./access/launched-with.ts";
import { defaultInstanceType } from "./instance-types/instance-types.ts";
import { passesProfile } from "./instances/instance-profile.ts";
import type { Ec2 } from "./model.ts";

type Input = Readonly<Record<string, unknown>>;

/** Source: "Actions, resources, and condition keys for Amazon EC2". */
export const accessRules: AccessRules<Ec2> = {
  prefix: "ec2",
  also: {
    ...(Object.fromEntries(
      Object.keys(actedOn).map((operation) => [operation, furtherOf(operation)]),
    ) as AccessRules<Ec2>["also"]),
    RunInstances: {
      ...furtherOf("RunInstances"),
      // Every call has it, and every call makes or uses one of each.
      MinCount: (_value, input, at) => launchedWith(input as never as RunInstancesCommandInput, at),
      IamInstanceProfile: passesProfile,
    },
    AssociateIamInstanceProfile: { IamInstanceProfile: passesProfile },
    ReplaceIamInstanceProfileAssociation: { IamInstanceProfile: passesProfile },
  },
  resource: (operation, input, at) => {
    const { makes } = actedOn[operation] ?? {};
    // A pair's name is its resource.
    if (makes === "key-pair") return arnOfKind(makes, String(input.KeyName ?? "*"), at);
    if (makes !== undefined) return arnOfKind(makes, "*", at);
    const [first] = idsActedOn(operation, input);
    // What only describes knows no resources.
    return first === undefined ? "*" : arnOf(first, at);
  },
  conditions: async (operation, input, _host, at) => {
    const { makes } = actedOn[operation] ?? {};
    const [first] = makes === undefined ? idsActedOn(operation, input) : [];
    return {
      ...(first === undefined ? { "ec2:region": [at.region] } : await knownOf(first, at)),
      ...(operation === "RunInstances" && {
        "ec2:instancetype": [
          (await launchedType(input as never as RunInstancesCommandInput, at)) ?? defaultInstanceType,
        ],
      }),
      ...requestTagConditions(operation === "CreateTags" ? input.Tags : tagsOf(input)[0]?.Tags),
    };
  },
};

/** The permissions that each operation needs beside that for what it acts on first: for the rest, and for the tags that it gives. */
function furtherOf(operation: string): Readonly<Record<string, FurtherRule>> {
  const { makes, members = [] } = actedOn[operation] ?? {};
  const rules: Record<string, FurtherRule> = {};
  for (const member of members) rules[member] = othersOf(operation, member);
  if (makes !== undefined || operation.startsWith("AuthorizeSecurityGroup"))
    rules.TagSpecifications = (_value, input, at) => taggingOf(operation, input, at);
  return rules;
}

/** Each resource must be allowed by what is known of itself (its tags), not the first alone. */
function othersOf(operation: string, member: string): FurtherRule {
  return async (value, input, at) => {
    const all = idsActedOn(operation, input);
    // The first is the operation's own, unless that is what it makes.
    const others = actedOn[operation]?.makes === undefined ? all.slice(1) : all;
    const own = Array.isArray(value) ? value : [value];
    const permissions: FurtherPermission[] = [];
    for (const id of others.filter((each) => own.includes(each)))
      permissions.push({
        action: `ec2:${operation}`,
        resource: arnOf(id, at),
        conditions: {
          ...(await knownOf(id, at)),
          ...(member === "Resources" && requestTagConditions(input.Tags)),
        },
      });
    return permissions;
  };
}

interface TagSpecification {
  readonly ResourceType?: string;
  readonly Tags?: unknown;
}

function tagsOf(input: Input): readonly TagSpecification[] {
  return Array.isArray(input.TagSpecifications) ? (input.TagSpecifications as TagSpecification[]) : [];
}

/** Who gives tags to what is made needs the permission for it; a policy may ask what it is made by. */
function taggingOf(operation: string, input: Input, at: OperationContext): FurtherPermission[] {
  return tagsOf(input).map(({ ResourceType, Tags }) => ({
    action: "ec2:CreateTags",
    resource: arnOfKind(ResourceType ?? "*", "*", at),
    conditions: {
      "ec2:createaction": [operation],
      "ec2:region": [at.region],
      ...requestTagConditions(Tags),
    },
  }));
}
