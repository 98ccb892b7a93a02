import { GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { type ReactNode, useState } from "react";
import { askForConsoleSession, createClients } from "../../aws/clients.ts";
import type { Credentials } from "../../aws/session.ts";
import { Field } from "../../form/field.tsx";
import { useAction } from "../../live/use-action.ts";
import { SignInForm } from "./sign-in-form.tsx";

interface AccessKeyFormProps {
  readonly choice: ReactNode;
  readonly region: string;
  readonly onSignedIn: (credentials: Credentials) => void;
}

/** The key itself is not kept: STS exchanges it for temporary credentials, which end by themselves, on the server as well. */
export function AccessKeyForm({ choice, region, onSignedIn }: AccessKeyFormProps) {
  const [accessKeyId, setAccessKeyId] = useState("");
  const [secretAccessKey, setSecretAccessKey] = useState("");
  const [hours, setHours] = useState(sessionHours[0]!);
  const signIn = useAction(async () => {
    const client = createClients({ accessKeyId, secretAccessKey }, region)(STSClient);
    askForConsoleSession(client);
    const { Credentials: issued } = await client.send(
      new GetSessionTokenCommand({ DurationSeconds: Number(hours.value) * 3_600 }),
    );
    if (!issued?.AccessKeyId || !issued.SecretAccessKey) throw new Error("STS gave no credentials.");
    onSignedIn({
      accessKeyId: issued.AccessKeyId,
      secretAccessKey: issued.SecretAccessKey,
      sessionToken: issued.SessionToken,
      endsAtMs: issued.Expiration?.getTime(),
    });
  });
  return (
    <SignInForm title="Sign in to Squall" submit="Sign in" failed="The sign-in was refused" action={signIn}>
      {choice}
      <Field label="Access key ID" problem={accessKeyId === "" ? "Enter an access key ID." : undefined}>
        <Input
          value={accessKeyId}
          autoFocus
          spellcheck={false}
          autoComplete="username"
          onChange={({ detail }) => setAccessKeyId(detail.value.trim())}
        />
      </Field>
      <Field label="Secret access key" problem={secretAccessKey === "" ? "Enter the secret access key." : undefined}>
        <Input
          value={secretAccessKey}
          type="password"
          autoComplete="current-password"
          onChange={({ detail }) => setSecretAccessKey(detail.value.trim())}
        />
      </Field>
      <FormField
        label="Session ends after"
        description="The key is exchanged for temporary credentials, which stay in this tab."
      >
        <Select
          selectedOption={hours}
          options={sessionHours}
          onChange={({ detail }) => setHours(detail.selectedOption as (typeof sessionHours)[number])}
        />
      </FormField>
    </SignInForm>
  );
}

const sessionHours = [
  { value: "12", label: "12 hours" },
  { value: "1", label: "1 hour" },
  { value: "36", label: "36 hours" },
];
