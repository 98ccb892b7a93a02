import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  type Role,
} from "@aws-sdk/client-iam";
import { type Live, useLive } from "../live/use-live.ts";
import { useClient } from "../shell/session-provider.tsx";
import { decodeDocument, writtenDocument } from "./policy-document.ts";

/** A policy of a role, user or group with its text. */
export interface HeldPolicy {
  readonly name: string;
  /** Undefined for one that is written into its holder. */
  readonly arn: string | undefined;
  readonly document: string;
  /** As it is kept: simulations tell lines and columns of it. */
  readonly written?: string;
}

export interface RoleWithPolicies {
  readonly role: Role;
  readonly trust: string;
  readonly policies: readonly HeldPolicy[];
}

/** A role, who may take it on, and all that it may do. */
export function useRolePolicies(roleName: string | undefined): Live<RoleWithPolicies> {
  const client = useClient(IAMClient);
  return useLive(`iam/role/${roleName}`, () => readRole(client, roleName ?? ""), {
    enabled: roleName !== undefined,
    everyMs: 2_000,
  });
}

async function readRole(client: IAMClient, RoleName: string): Promise<RoleWithPolicies> {
  const [{ Role }, { AttachedPolicies = [] }, { PolicyNames = [] }] = await Promise.all([
    client.send(new GetRoleCommand({ RoleName })),
    client.send(new ListAttachedRolePoliciesCommand({ RoleName })),
    client.send(new ListRolePoliciesCommand({ RoleName })),
  ]);
  const attached = AttachedPolicies.map(({ PolicyArn = "", PolicyName = "" }) =>
    readAttachedPolicy(client, PolicyArn, PolicyName),
  );
  const inline = PolicyNames.map(async (PolicyName): Promise<HeldPolicy> => {
    const { PolicyDocument } = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return { name: PolicyName, arn: undefined, document: decodeDocument(PolicyDocument) };
  });
  return {
    role: Role!,
    trust: decodeDocument(Role?.AssumeRolePolicyDocument),
    policies: await Promise.all([...attached, ...inline]),
  };
}

/** What IAM tells of a policy's text, both ways. */
export function documentOf(text: string | undefined): Pick<HeldPolicy, "document" | "written"> {
  return { document: decodeDocument(text), written: writtenDocument(text) };
}

export async function readAttachedPolicy(client: IAMClient, PolicyArn: string, name: string): Promise<HeldPolicy> {
  const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
  const { PolicyVersion } = await client.send(
    new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
  );
  return { name, arn: PolicyArn, ...documentOf(PolicyVersion?.Document) };
}
