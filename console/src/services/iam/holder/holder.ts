import {
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  DeleteGroupPolicyCommand,
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  GetGroupPolicyCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  type IAMClient,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  paginateListGroupPolicies,
  paginateListRolePolicies,
  paginateListUserPolicies,
} from "@aws-sdk/client-iam";
import type { Made } from "../../../form/create.ts";
import { documentOf, type HeldPolicy, readAttachedPolicy } from "../../../policy/use-role-policies.ts";

/** What may hold policies. IAM has the same six calls for each, under three names. */
export interface PolicyHolder {
  readonly kind: "role" | "user" | "group";
  readonly name: string;
}

export async function readHeldPolicies(client: IAMClient, { kind, name }: PolicyHolder): Promise<HeldPolicy[]> {
  const role = { RoleName: name };
  const user = { UserName: name };
  const group = { GroupName: name };
  const [{ AttachedPolicies = [] }, { PolicyNames = [] }] = await {
    role: () =>
      Promise.all([
        client.send(new ListAttachedRolePoliciesCommand(role)),
        client.send(new ListRolePoliciesCommand(role)),
      ]),
    user: () =>
      Promise.all([
        client.send(new ListAttachedUserPoliciesCommand(user)),
        client.send(new ListUserPoliciesCommand(user)),
      ]),
    group: () =>
      Promise.all([
        client.send(new ListAttachedGroupPoliciesCommand(group)),
        client.send(new ListGroupPoliciesCommand(group)),
      ]),
  }[kind]();
  const readInline = async (PolicyName: string): Promise<HeldPolicy> => {
    const { PolicyDocument } = await {
      role: () => client.send(new GetRolePolicyCommand({ ...role, PolicyName })),
      user: () => client.send(new GetUserPolicyCommand({ ...user, PolicyName })),
      group: () => client.send(new GetGroupPolicyCommand({ ...group, PolicyName })),
    }[kind]();
    return { name: PolicyName, arn: undefined, ...documentOf(PolicyDocument) };
  };
  return Promise.all([
    ...AttachedPolicies.map(({ PolicyArn = "", PolicyName = "" }) => readAttachedPolicy(client, PolicyArn, PolicyName)),
    ...PolicyNames.map(readInline),
  ]);
}

/** All of them: a role has up to its quota of characters, which is more than a page of names. */
export async function readInlineNames(client: IAMClient, { kind, name }: PolicyHolder): Promise<string[]> {
  const pages = {
    role: () => paginateListRolePolicies({ client }, { RoleName: name }),
    user: () => paginateListUserPolicies({ client }, { UserName: name }),
    group: () => paginateListGroupPolicies({ client }, { GroupName: name }),
  }[kind]();
  const names: string[] = [];
  for await (const { PolicyNames = [] } of pages) names.push(...PolicyNames);
  return names;
}

/** Each or none. */
export async function attachPolicies(
  client: IAMClient,
  holder: PolicyHolder,
  arns: readonly string[],
  made: Made,
): Promise<void> {
  for (const arn of arns) {
    await attachPolicy(client, holder, arn);
    made(`the policy ${arn}`, () => removePolicy(client, holder, { name: "", arn, document: "" }));
  }
}

export function attachPolicy(client: IAMClient, { kind, name }: PolicyHolder, PolicyArn: string): Promise<unknown> {
  return {
    role: () => client.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn })),
    user: () => client.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn })),
    group: () => client.send(new AttachGroupPolicyCommand({ GroupName: name, PolicyArn })),
  }[kind]();
}

/** Detaches a managed policy; deletes one that is written into the holder. */
export function removePolicy(client: IAMClient, { kind, name }: PolicyHolder, policy: HeldPolicy): Promise<unknown> {
  const { arn: PolicyArn, name: PolicyName } = policy;
  if (PolicyArn === undefined) {
    return {
      role: () => client.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName })),
      user: () => client.send(new DeleteUserPolicyCommand({ UserName: name, PolicyName })),
      group: () => client.send(new DeleteGroupPolicyCommand({ GroupName: name, PolicyName })),
    }[kind]();
  }
  return {
    role: () => client.send(new DetachRolePolicyCommand({ RoleName: name, PolicyArn })),
    user: () => client.send(new DetachUserPolicyCommand({ UserName: name, PolicyArn })),
    group: () => client.send(new DetachGroupPolicyCommand({ GroupName: name, PolicyArn })),
  }[kind]();
}

export function putInlinePolicy(
  client: IAMClient,
  { kind, name }: PolicyHolder,
  PolicyName: string,
  PolicyDocument: string,
): Promise<unknown> {
  return {
    role: () => client.send(new PutRolePolicyCommand({ RoleName: name, PolicyName, PolicyDocument })),
    user: () => client.send(new PutUserPolicyCommand({ UserName: name, PolicyName, PolicyDocument })),
    group: () => client.send(new PutGroupPolicyCommand({ GroupName: name, PolicyName, PolicyDocument })),
  }[kind]();
}
