import { AwsError } from "../../platform/aws-error.ts";
import type { AccessRules, OperationContext } from "../service.ts";
import { readAccount } from "./accounts/account.ts";
import { entityStore } from "./entities/entity-store.ts";
import { iamArn } from "./entities/iam-arn.ts";
import type { Iam } from "./model.ts";

/** Source: "Actions, resources, and condition keys for AWS Identity and Access Management". */
export const accessRules: AccessRules<Iam> = {
  prefix: "iam",
  refusal: (_operation, { kind, session, mfaMs }) =>
    kind === "federated-user" || (session === "GetSessionToken" && mfaMs === undefined) ? tokenIsInvalid() : undefined,
  also: {
    CreateRole: { Tags: "iam:TagRole" },
    CreateUser: { Tags: "iam:TagUser" },
    CreatePolicy: { Tags: "iam:TagPolicy" },
    CreateInstanceProfile: { Tags: "iam:TagInstanceProfile" },
    CreateOpenIDConnectProvider: { Tags: "iam:TagOpenIDConnectProvider" },
    CreateSAMLProvider: { Tags: "iam:TagSAMLProvider" },
    CreateVirtualMFADevice: { Tags: "iam:TagMFADevice" },
    UploadServerCertificate: { Tags: "iam:TagServerCertificate" },
    // Whoever gives a profile a role passes the role on to what runs with the profile.
    AddRoleToInstanceProfile: { RoleName: (RoleName) => ({ operation: "PassRole", input: { RoleName } }) },
  },
  resource: async (operation, input, context) => {
    if (typeof input.PolicySourceArn === "string") return input.PolicySourceArn;
    for (const [member, kind] of members) {
      const name = input[member];
      if (typeof name === "string") return arnOf(operation, kind, name, input, context);
    }
    for (const member of arnMembers) if (typeof input[member] === "string") return input[member];
    const listed = lists[operation];
    const { principal } = context;
    if (listed) return iamArn(context, `${nouns[listed]}${input.PathPrefix ?? "/"}`);
    return callerOperations.has(operation) ? principal.arn : "*";
  },
  conditions: (operation, { PolicyArn, PermissionsBoundary, AWSServiceName }) => ({
    ...(typeof AWSServiceName === "string" && { "iam:awsservicename": [AWSServiceName] }),
    ...(operation === "PassRole" && { "iam:passedtoservice": ["ec2.amazonaws.com"] }),
    ...(typeof PolicyArn === "string" && { "iam:policyarn": [PolicyArn] }),
    ...(typeof PermissionsBoundary === "string" && { "iam:permissionsboundary": [PermissionsBoundary] }),
  }),
};

/** AWS names no reason. Source: "Compare AWS STS credentials", what they may call. */
function tokenIsInvalid(): AwsError {
  const message = "The security token included in the request is invalid";
  return new AwsError("InvalidClientTokenId", message, { status: 403 });
}

type Kind = "instanceProfile" | "role" | "group" | "user" | "policy" | "serverCertificate" | "mfaDevice";

const arnMembers = ["PolicyArn", "OpenIDConnectProviderArn", "SAMLProviderArn", "SerialNumber", "Arn"];

/** The first member that is given names the resource. */
const members: readonly (readonly [member: string, kind: Kind])[] = [
  ["InstanceProfileName", "instanceProfile"],
  ["RoleName", "role"],
  ["GroupName", "group"],
  ["UserName", "user"],
  ["PolicyName", "policy"],
  ["ServerCertificateName", "serverCertificate"],
  ["VirtualMFADeviceName", "mfaDevice"],
];

const nouns: Readonly<Record<Kind, string>> = {
  instanceProfile: "instance-profile",
  role: "role",
  group: "group",
  user: "user",
  policy: "policy",
  serverCertificate: "server-certificate",
  mfaDevice: "mfa",
};

const lists: Readonly<Record<string, Kind>> = {
  ListInstanceProfiles: "instanceProfile",
  ListRoles: "role",
  ListGroups: "group",
  ListUsers: "user",
  ListPolicies: "policy",
};

const makers = new Set([
  "CreateInstanceProfile",
  "CreateRole",
  "CreateGroup",
  "CreateUser",
  "CreatePolicy",
  "UploadServerCertificate",
  "CreateVirtualMFADevice",
]);

/** An ARN has the entity's path, which only the request that makes it tells. */
async function arnOf(
  operation: string,
  kind: Kind,
  name: string,
  input: Readonly<Record<string, unknown>>,
  context: OperationContext,
): Promise<string> {
  const toArn = (path: unknown) => iamArn(context, `${nouns[kind]}${path}${name}`);
  if (makers.has(operation)) return toArn(input.Path ?? "/");
  const entity = await readAccount(context.host, context.account, (tx) => entityStore.find(tx, kind, name));
  return entity && "arn" in entity ? entity.arn : toArn("/");
}

/** Operations on the caller where no user is named. */
const callerOperations = new Set([
  "GetUser",
  "CreateAccessKey",
  "ListAccessKeys",
  "UpdateAccessKey",
  "DeleteAccessKey",
  "ChangePassword",
  "CreateLoginProfile",
  "GetLoginProfile",
  "UpdateLoginProfile",
  "DeleteLoginProfile",
]);
