import { ChangePasswordCommand, IAMClient } from "@aws-sdk/client-iam";
import Box from "@cloudscape-design/components/box";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { createClients } from "../../aws/clients.ts";
import type { Credentials } from "../../aws/session.ts";
import { signInWithPassword } from "../../aws/sign-in.ts";
import { Field } from "../../form/field.tsx";
import { useAction } from "../../live/use-action.ts";
import type { ToChange } from "./sign-in.tsx";
import { SignInForm } from "./sign-in-form.tsx";

interface ChangePasswordFormProps extends ToChange {
  readonly region: string;
  readonly onSignedIn: (credentials: Credentials) => void;
}

/** "You must change your password to continue": then the sign-in goes on with the new one. */
export default function ChangePasswordForm({ given, credentials, region, onSignedIn }: ChangePasswordFormProps) {
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const isSame = password === again;
  const change = useAction(async () => {
    const client = createClients(credentials, region)(IAMClient);
    await client.send(new ChangePasswordCommand({ OldPassword: given.password, NewPassword: password }));
    onSignedIn((await signInWithPassword({ ...given, password })).credentials);
  });
  return (
    <SignInForm
      title="You must change your password to continue"
      submit="Confirm password change"
      failed="The password could not be changed"
      action={change}
    >
      <Box>
        Account <b>{given.account}</b>, IAM user <b>{given.user}</b>
      </Box>
      <Field label="New password" problem={password === "" ? "Enter a new password." : undefined}>
        <Input
          value={password}
          type="password"
          autoFocus
          autoComplete="new-password"
          onChange={({ detail }) => setPassword(detail.value)}
        />
      </Field>
      <Field label="Retype new password" problem={isSame ? undefined : "The passwords differ."}>
        <Input
          value={again}
          type="password"
          autoComplete="new-password"
          onChange={({ detail }) => setAgain(detail.value)}
        />
      </Field>
    </SignInForm>
  );
}
