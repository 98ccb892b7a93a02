import { type FunctionConfiguration, LambdaClient, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { statementInWords } from "../../../policy/in-words.ts";
import { PolicyWords } from "../../../policy/policy-words.tsx";
import { useRolePolicies } from "../../../policy/use-role-policies.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { type PolicyStatement, usePolicy } from "../api.ts";
import { functionPath } from "../paths.ts";

/** What the function may do (its role), and who may invoke it (its policy). */
export function Permissions({ configuration }: { configuration: FunctionConfiguration }) {
  return (
    <SpaceBetween size="l">
      <ExecutionRole configuration={configuration} />
      <ResourcePolicy name={configuration.FunctionName ?? ""} />
    </SpaceBetween>
  );
}

function ExecutionRole({ configuration }: { configuration: FunctionConfiguration }) {
  const { FunctionName = "", Role = "" } = configuration;
  const roleName = Role.split("/").at(-1) ?? "";
  const role = useRolePolicies(roleName);
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={<RouteButton href={`${functionPath(FunctionName)}/edit/basic-settings`}>Edit</RouteButton>}
        >
          Execution role
        </Header>
      }
    >
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={2}
          items={[
            { label: "Role name", value: <RouteLink href={`/console/iam/roles/${roleName}`}>{roleName}</RouteLink> },
            { label: "Role ARN", value: <span className="squall-anywhere">{Role}</span> },
          ]}
        />
        <Box variant="h3">Resource summary</Box>
        {role.data ? (
          <PolicyWords policies={role.data.policies} />
        ) : role.isLoading ? (
          <StatusIndicator type="loading">Loading the role's policies</StatusIndicator>
        ) : (
          <ErrorAlert error={role.error} title={`The role ${roleName} could not be read`} onRetry={role.refresh} />
        )}
      </SpaceBetween>
    </Container>
  );
}

function ResourcePolicy({ name }: { name: string }) {
  const policy = usePolicy(name);
  const client = useClient(LambdaClient);
  const confirmed = useConfirmed();
  const remove = async ({ Sid }: PolicyStatement) => {
    await confirmed(
      {
        title: `Delete permissions statement ${Sid}?`,
        body: (
          <>
            Whoever the statement <b>{Sid}</b> names can no longer invoke {name}; triggers that rely on it stop.
          </>
        ),
        action: "Delete",
      },
      async () => {
        await client.send(new RemovePermissionCommand({ FunctionName: name, StatementId: Sid }));
      },
      {
        done: `The statement ${Sid} was deleted.`,
        failed: `The statement ${Sid} could not be deleted`,
        onChange: policy.refresh,
      },
    );
  };
  const statements = policy.data ?? [];
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={policy.data && `(${statements.length})`}
          description="Who may invoke this function, beside the identities of this account whose own policies allow it."
          actions={<RouteButton href={`${functionPath(name)}/edit/add-permissions`}>Add permissions</RouteButton>}
        >
          Resource-based policy statements
        </Header>
      }
    >
      <SpaceBetween size="m">
        <ErrorAlert error={policy.error} title="The policy could not be read" onRetry={policy.refresh} />
        {policy.data && statements.length === 0 && (
          <Box color="text-body-secondary">No statements: no other service or account may invoke this function.</Box>
        )}
        {statements.map((statement) => (
          <div key={statement.Sid}>
            <SpaceBetween direction="horizontal" size="xs" alignItems="center">
              <Box fontWeight="bold">{statement.Sid}</Box>
              <Button
                variant="inline-link"
                ariaLabel={`Delete statement ${statement.Sid}`}
                onClick={() => void remove(statement)}
              >
                Delete
              </Button>
            </SpaceBetween>
            <Box>
              <span className="squall-anywhere">{statementInWords(statement)}</span>
            </Box>
            <ExpandableSection headerText={`Statement ${statement.Sid} as JSON`}>
              <pre className="squall-pre">{JSON.stringify(statement, undefined, 2)}</pre>
            </ExpandableSection>
          </div>
        ))}
      </SpaceBetween>
    </Container>
  );
}
