import {
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateServiceLinkedRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import type { TestSquall } from "../support/squall.ts";

export const readersArn = "arn:aws:iam::000000000000:policy/pets-readers";
export const berta = "arn:aws:iam::000000000000:user/berta";
const policy = `/console/iam/policies/${encodeURIComponent(readersArn)}`;
const asked = new URLSearchParams([
  ["principal", berta],
  ["may", "s3:GetObject"],
  ["may", "s3:DeleteObject"],
]);

/** IAM's pages, with something on them. */
export const iamPages: readonly string[] = [
  "/console/iam/dashboard",
  `/console/iam/simulate?${asked}`,
  "/console/iam/create-service-linked-role",
  `${policy}?tab=versions`,
  `${policy}?tab=entities`,
  "/console/iam/users/berta?tab=accessed",
  "/console/billing/bill",
];

export async function fillIam(squall: TestSquall): Promise<void> {
  const iam = squall.client(IAMClient);
  const document = (Sid: string, Effect: string, Action: string) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid, Effect, Action, Resource: "*" }] }, undefined, 2);
  await iam.send(new CreateUserCommand({ UserName: "berta" }));
  await iam.send(new CreateAccessKeyCommand({ UserName: "berta" }));
  await iam.send(new CreateGroupCommand({ GroupName: "pets" }));
  await iam.send(new AddUserToGroupCommand({ GroupName: "pets", UserName: "berta" }));
  await iam.send(
    new PutGroupPolicyCommand({
      GroupName: "pets",
      PolicyName: "reads",
      PolicyDocument: document("Reads", "Allow", "s3:Get*"),
    }),
  );
  await iam.send(
    new PutUserPolicyCommand({
      UserName: "berta",
      PolicyName: "keeps",
      PolicyDocument: document("Keeps", "Deny", "s3:DeleteObject"),
    }),
  );
  await iam.send(
    new CreatePolicyCommand({ PolicyName: "pets-readers", PolicyDocument: document("One", "Allow", "s3:GetObject") }),
  );
  await iam.send(
    new CreatePolicyVersionCommand({
      PolicyArn: readersArn,
      PolicyDocument: document("Two", "Allow", "s3:Get*"),
      SetAsDefault: true,
    }),
  );
  await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: "autoscaling.amazonaws.com" }));
}
