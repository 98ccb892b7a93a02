import { DeleteLoginProfileCommand, GetLoginProfileCommand, GetUserCommand, IAMClient } from "@aws-sdk/client-iam";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { isNotFound } from "../../../aws/errors.ts";
import { useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { formatTime } from "../../../text/times.ts";
import { ConsoleAccessDialog } from "./console-access-dialog.tsx";
import { GeneratedPassword } from "./generated-password.tsx";

/** "Console sign-in" of a user's security credentials: whether there is a password, and what can be done about it. */
export function ConsoleAccess({ user }: { user: string }) {
  const client = useClient(IAMClient);
  const { account } = useSession();
  const confirmed = useConfirmed();
  const [isOpen, setOpen] = useState(false);
  const [generated, setGenerated] = useState<string>();
  const login = useLive(`iam/login/${user}`, () => readLogin(client, user), { everyMs: 2_000 });
  const profile = login.data?.profile;
  const link = `${window.location.origin}/?account=${account}`;
  const disable = async () => {
    await confirmed(
      {
        title: `Disable console access of ${user}?`,
        body: (
          <>
            <b>{user}</b> can sign in to the console no more, and the password is deleted. Access keys go on working.
          </>
        ),
        action: "Disable",
      },
      () => client.send(new DeleteLoginProfileCommand({ UserName: user })),
      {
        done: `Console access of ${user} was disabled.`,
        failed: "Console access could not be disabled",
        onChange: login.refresh,
      },
    );
  };
  return (
    <SpaceBetween size="l">
      {generated !== undefined && (
        <Alert
          type="success"
          dismissible
          dismissAriaLabel="Dismiss"
          header="Retrieve password"
          onDismiss={() => setGenerated(undefined)}
        >
          <GeneratedPassword user={user} password={generated} />
        </Alert>
      )}
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                {profile && <Button onClick={() => void disable()}>Disable console access</Button>}
                <Button disabled={!login.data} onClick={() => setOpen(true)}>
                  {profile ? "Manage console access" : "Enable console access"}
                </Button>
              </SpaceBetween>
            }
          >
            Console sign-in
          </Header>
        }
      >
        {login.data ? (
          <KeyValuePairs
            columns={3}
            items={[
              {
                label: "Console sign-in link",
                value: (
                  <span className="squall-anywhere">
                    <CopyToClipboard
                      variant="inline"
                      textToCopy={link}
                      copyButtonAriaLabel="Copy console sign-in link"
                      copySuccessText="Link copied"
                      copyErrorText="The browser refused to copy"
                    />
                  </span>
                ),
              },
              {
                label: "Console password",
                value: profile ? (
                  <StatusIndicator type="success">
                    {profile.PasswordResetRequired ? "Enabled, to be changed at next sign-in" : "Enabled"}
                  </StatusIndicator>
                ) : (
                  <StatusIndicator type="stopped">Not enabled</StatusIndicator>
                ),
              },
              { label: "Last console sign-in", value: lastUsed(login.data.lastUsed) },
            ]}
          />
        ) : login.isLoading ? (
          <StatusIndicator type="loading">Loading</StatusIndicator>
        ) : (
          <ErrorAlert error={login.error} title="Console access could not be read" onRetry={login.refresh} />
        )}
      </Container>
      {isOpen && (
        <ConsoleAccessDialog
          user={user}
          isEnabled={profile !== undefined}
          onSaved={(password) => {
            setGenerated(password);
            login.refresh();
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </SpaceBetween>
  );
}

async function readLogin(client: IAMClient, UserName: string) {
  const [{ User }, profile] = await Promise.all([
    client.send(new GetUserCommand({ UserName })),
    client.send(new GetLoginProfileCommand({ UserName })).then(
      ({ LoginProfile }) => LoginProfile,
      (error: unknown) => {
        if (isNotFound(error)) return undefined;
        throw error;
      },
    ),
  ]);
  return { profile, lastUsed: User?.PasswordLastUsed };
}

function lastUsed(time: Date | undefined): string {
  return time ? formatTime(time) : "Never";
}
