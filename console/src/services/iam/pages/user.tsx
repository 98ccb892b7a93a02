import { GetUserCommand, IAMClient, ListGroupsForUserCommand } from "@aws-sdk/client-iam";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useNavigate, useParams } from "react-router";
import { useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { Page } from "../../../shell/page.tsx";
import { PageTabs } from "../../../shell/page-tabs.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatTime } from "../../../text/times.ts";
import { AccessKeys } from "../access-keys.tsx";
import { ConsoleAccess } from "../console-access/console-access.tsx";
import { HeldPolicies } from "../holder/held-policies.tsx";
import { LastAccessed } from "../last-used/last-accessed.tsx";
import { UserActivity } from "../last-used/last-activity.tsx";
import { entityPath, simulateHref } from "../paths.ts";
import { EntityTags } from "../tags/entity-tags.tsx";
import { useRemoveEntities } from "../use-remove-entities.tsx";

export function Component() {
  const { name = "" } = useParams();
  const client = useClient(IAMClient);
  const navigate = useNavigate();
  const user = useLive(
    `iam/user/${name}`,
    async () => {
      const [{ User }, { Groups = [] }] = await Promise.all([
        client.send(new GetUserCommand({ UserName: name })),
        client.send(new ListGroupsForUserCommand({ UserName: name })),
      ]);
      return { user: User!, groups: Groups.map(({ GroupName = "" }) => GroupName) };
    },
    { everyMs: 2_000 },
  );
  const remove = useRemoveEntities("user", () => undefined);
  return (
    <Page
      title={name}
      breadcrumbs={[{ text: "Users", href: "/console/iam/users" }]}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <RouteButton href={simulateHref(user.data?.user.Arn)} disabled={!user.data}>
            Simulate
          </RouteButton>
          <Button
            disabled={!user.data}
            onClick={async () => {
              if (await remove([name])) await navigate("/console/iam/users");
            }}
          >
            Delete
          </Button>
        </SpaceBetween>
      }
    >
      {user.data ? (
        <SpaceBetween size="l">
          <Container header={<Header variant="h2">Summary</Header>}>
            <KeyValuePairs
              columns={3}
              items={[
                { label: "ARN", value: <span className="squall-anywhere">{user.data.user.Arn}</span> },
                { label: "Created", value: formatTime(user.data.user.CreateDate) },
                { label: "Last activity", value: <UserActivity user={user.data.user} /> },
              ]}
            />
          </Container>
          <PageTabs
            label="User"
            tabs={[
              { id: "permissions", label: "Permissions", content: <HeldPolicies holder={{ kind: "user", name }} /> },
              { id: "groups", label: "Groups", content: <Groups names={user.data.groups} /> },
              { id: "credentials", label: "Security credentials", content: <Credentials user={name} /> },
              {
                id: "accessed",
                label: "Last Accessed",
                content: <LastAccessed arn={user.data.user.Arn ?? ""} />,
              },
              { id: "tags", label: "Tags", content: <EntityTags kind="user" name={name} /> },
            ]}
          />
        </SpaceBetween>
      ) : user.isLoading ? (
        <StatusIndicator type="loading">Loading the user</StatusIndicator>
      ) : (
        <ErrorAlert error={user.error} title={`The user ${name} could not be read`} onRetry={user.refresh} />
      )}
    </Page>
  );
}

function Credentials({ user }: { user: string }) {
  return (
    <SpaceBetween size="l">
      <ConsoleAccess user={user} />
      <AccessKeys user={user} />
    </SpaceBetween>
  );
}

function Groups({ names }: { names: readonly string[] }) {
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${names.length})`} description="Users are added to groups on the group's page.">
          User groups membership
        </Header>
      }
    >
      {names.length === 0 ? (
        <Box color="text-body-secondary">This user is in no group.</Box>
      ) : (
        names.map((group) => (
          <div key={group}>
            <RouteLink href={entityPath("groups", group)}>{group}</RouteLink>
          </div>
        ))
      )}
    </Container>
  );
}
