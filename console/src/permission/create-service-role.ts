import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  type IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { Made } from "../form/create.ts";

interface ServiceRole {
  /** "Amazon_EventBridge_Invoke_Api_Destination": what its name begins with. */
  readonly prefix: string;
  /** `events.amazonaws.com` */
  readonly principal: string;
  readonly allows: readonly { readonly actions: readonly string[]; readonly resource: string }[];
}

/** The role that AWS's console makes for one purpose: one service may take it on, for what it allows. Gives its ARN. */
export async function createServiceRole(client: IAMClient, role: ServiceRole, made: Made): Promise<string> {
  const { prefix, principal, allows } = role;
  const RoleName = `${prefix}_${crypto.getRandomValues(new Uint32Array(1))[0]}`.slice(0, 64);
  const { Role } = await client.send(
    new CreateRoleCommand({
      RoleName,
      Path: "/service-role/",
      AssumeRolePolicyDocument: document([{ Principal: { Service: principal }, Action: "sts:AssumeRole" }]),
    }),
  );
  made(`the role ${RoleName}`, () => client.send(new DeleteRoleCommand({ RoleName })));
  await client.send(
    new PutRolePolicyCommand({
      RoleName,
      PolicyName: prefix,
      PolicyDocument: document(allows.map(({ actions, resource }) => ({ Action: actions, Resource: resource }))),
    }),
  );
  made("its policy", () => client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: prefix })));
  return Role?.Arn ?? "";
}

function document(statements: readonly object[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
  });
}
