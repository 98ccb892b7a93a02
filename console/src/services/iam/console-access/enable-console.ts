import {
  AttachUserPolicyCommand,
  CreateLoginProfileCommand,
  type IAMClient,
  UpdateLoginProfileCommand,
} from "@aws-sdk/client-iam";
import type { PasswordChoice } from "./password-fields.tsx";

/** Gives a user a password. Who must change it gets the permission to, as from AWS's console. */
export async function enableConsole(client: IAMClient, user: string, choice: PasswordChoice): Promise<void> {
  await allowChange(client, user, choice);
  await client.send(
    new CreateLoginProfileCommand({
      UserName: user,
      Password: choice.password,
      PasswordResetRequired: choice.mustChange,
    }),
  );
}

export async function changeConsole(client: IAMClient, user: string, choice: PasswordChoice): Promise<void> {
  await allowChange(client, user, choice);
  await client.send(
    new UpdateLoginProfileCommand({
      UserName: user,
      Password: choice.kind === "kept" ? undefined : choice.password,
      PasswordResetRequired: choice.mustChange,
    }),
  );
}

async function allowChange(client: IAMClient, user: string, { mustChange }: PasswordChoice): Promise<void> {
  if (!mustChange) return;
  await client.send(
    new AttachUserPolicyCommand({ UserName: user, PolicyArn: "arn:aws:iam::aws:policy/IAMUserChangePassword" }),
  );
}
