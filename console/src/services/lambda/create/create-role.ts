import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import type { Made } from "../../../form/create.ts";

export const basicExecutionPolicy = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

/** The role that AWS's console makes for a new function: Lambda may take it on, and it may write the function's log. */
export async function createBasicRole(client: IAMClient, functionName: string, made: Made): Promise<string> {
  const suffix = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => letters[byte % letters.length]).join(
    "",
  );
  const RoleName = `${functionName.slice(0, 50)}-role-${suffix}`;
  const { Role } = await client.send(
    new CreateRoleCommand({ RoleName, Path: "/service-role/", AssumeRolePolicyDocument: JSON.stringify(lambdaTrust) }),
  );
  made(`the role ${RoleName}`, () => client.send(new DeleteRoleCommand({ RoleName })));
  const attachment = { RoleName, PolicyArn: basicExecutionPolicy };
  await client.send(new AttachRolePolicyCommand(attachment));
  made("its policy", () => client.send(new DetachRolePolicyCommand(attachment)));
  return Role?.Arn ?? "";
}

const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
const lambdaTrust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
