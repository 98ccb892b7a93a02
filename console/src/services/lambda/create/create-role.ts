import { AttachRolePolicyCommand, CreateRoleCommand, type IAMClient } from "@aws-sdk/client-iam";

export const basicExecutionPolicy = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

/** The role that AWS's console makes for a new function: Lambda may take it on, and it may write the function's log. */
export async function createBasicRole(client: IAMClient, functionName: string): Promise<string> {
  const suffix = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => letters[byte % letters.length]).join(
    "",
  );
  const RoleName = `${functionName.slice(0, 50)}-role-${suffix}`;
  const { Role } = await client.send(
    new CreateRoleCommand({ RoleName, Path: "/service-role/", AssumeRolePolicyDocument: JSON.stringify(lambdaTrust) }),
  );
  await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: basicExecutionPolicy }));
  return Role?.Arn ?? "";
}

const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
const lambdaTrust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
