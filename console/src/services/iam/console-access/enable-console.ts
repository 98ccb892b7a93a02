import {
  AttachUserPolicyCommand,
  CreateLoginProfileCommand,
  DeleteLoginProfileCommand,
  DetachUserPolicyCommand,
  type IAMClient,
  ListAttachedUserPoliciesCommand,
  UpdateLoginProfileCommand,
} from "@aws-sdk/client-iam";
import type { Made } from "../../../form/create.ts";
import type { PasswordChoice } from "./password-fields.tsx";

/** Gives a user a password. Who must change it gets the permission to, as from AWS's console. */
export async function enableConsole(
  client: IAMClient,
  user: string,
  choice: PasswordChoice,
  made: Made,
): Promise<void> {
  await allowChange(client, user, choice, made);
  await client.send(
    new CreateLoginProfileCommand({
      UserName: user,
      Password: choice.password,
      PasswordResetRequired: choice.mustChange,
    }),
  );
  made("the password", () => client.send(new DeleteLoginProfileCommand({ UserName: user })));
}

export async function changeConsole(
  client: IAMClient,
  user: string,
  choice: PasswordChoice,
  made: Made,
): Promise<void> {
  await allowChange(client, user, choice, made);
  await client.send(
    new UpdateLoginProfileCommand({
      UserName: user,
      Password: choice.kind === "kept" ? undefined : choice.password,
      PasswordResetRequired: choice.mustChange,
    }),
  );
}

async function allowChange(client: IAMClient, user: string, { mustChange }: PasswordChoice, made: Made): Promise<void> {
  if (!mustChange) return;
  const attachment = { UserName: user, PolicyArn: "arn:aws:iam::aws:policy/IAMUserChangePassword" };
  const { AttachedPolicies = [] } = await client.send(new ListAttachedUserPoliciesCommand({ UserName: user }));
  if (AttachedPolicies.some(({ PolicyArn }) => PolicyArn === attachment.PolicyArn)) return;
  await client.send(new AttachUserPolicyCommand(attachment));
  made("the policy IAMUserChangePassword", () => client.send(new DetachUserPolicyCommand(attachment)));
}
