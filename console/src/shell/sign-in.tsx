import { GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { createClients } from "../aws/clients.ts";
import type { Credentials } from "../aws/session.ts";
import { useAction } from "../live/use-action.ts";
import { ErrorAlert } from "./error-alert.tsx";

interface SignInProps {
  readonly region: string;
  readonly onSignedIn: (credentials: Credentials) => void;
}

/**
 * Sign-in by access key. The key itself is not kept: it is exchanged for temporary credentials of STS, which stay in this tab and end
 * by themselves, on the server as well.
 */
export default function SignIn({ region, onSignedIn }: SignInProps) {
  const [accessKeyId, setAccessKeyId] = useState("");
  const [secretAccessKey, setSecretAccessKey] = useState("");
  const [hours, setHours] = useState(sessionHours[0]!);
  const signIn = useAction(async () => {
    const client = createClients({ accessKeyId, secretAccessKey }, region)(STSClient);
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
  const isComplete = accessKeyId !== "" && secretAccessKey !== "";
  return (
    <main style={{ maxInlineSize: 480, margin: "10vh auto", paddingInline: 16 }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete) void signIn.run();
        }}
      >
        <Form
          actions={
            <Button variant="primary" formAction="submit" loading={signIn.isRunning} disabled={!isComplete}>
              Sign in
            </Button>
          }
        >
          <Container header={<Header variant="h1">Sign in to Squall</Header>}>
            <SpaceBetween size="m">
              <Box>This server checks signatures and permissions. Sign in with an access key of an IAM user.</Box>
              <ErrorAlert error={signIn.error} title="The sign-in was refused" />
              <FormField label="Access key ID">
                <Input
                  value={accessKeyId}
                  autoFocus
                  spellcheck={false}
                  autoComplete="username"
                  onChange={({ detail }) => setAccessKeyId(detail.value.trim())}
                />
              </FormField>
              <FormField label="Secret access key">
                <Input
                  value={secretAccessKey}
                  type="password"
                  autoComplete="current-password"
                  onChange={({ detail }) => setSecretAccessKey(detail.value.trim())}
                />
              </FormField>
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
            </SpaceBetween>
          </Container>
        </Form>
      </form>
    </main>
  );
}

const sessionHours = [
  { value: "12", label: "12 hours" },
  { value: "1", label: "1 hour" },
  { value: "36", label: "36 hours" },
];
