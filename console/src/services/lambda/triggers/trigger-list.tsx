import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Live } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { functionPath } from "../paths.ts";
import { deleteTrigger, type Trigger } from "./use-triggers.ts";

/** Configuration → Triggers. */
export function TriggerList({ functionName, triggers }: { functionName: string; triggers: Live<readonly Trigger[]> }) {
  const s3 = useClient(S3Client);
  const lambda = useClient(LambdaClient);
  const confirmed = useConfirmed();
  const remove = async (trigger: Trigger) => {
    await confirmed(
      {
        title: `Delete trigger ${trigger.service}: ${trigger.name}?`,
        body: (
          <>
            <b>{trigger.name}</b> will no longer invoke {functionName}. This also removes its permission to do so.
          </>
        ),
        action: "Delete",
        typed: "delete",
      },
      async () => {
        await deleteTrigger({ s3, lambda }, functionName, trigger);
      },
      {
        done: `The trigger ${trigger.name} was successfully deleted from function ${functionName}.`,
        failed: `The trigger ${trigger.name} could not be deleted`,
        onChange: triggers.refresh,
      },
    );
  };
  const list = triggers.data ?? [];
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={triggers.data && `(${list.length})`}
          actions={<RouteButton href={`${functionPath(functionName)}/add/trigger`}>Add trigger</RouteButton>}
        >
          Triggers
        </Header>
      }
    >
      <SpaceBetween size="m">
        <ErrorAlert error={triggers.error} title="The triggers could not be read" onRetry={triggers.refresh} />
        {triggers.data && list.length === 0 && (
          <Box textAlign="center" color="text-body-secondary">
            No triggers. Add one, and an event, such as an upload to a bucket, runs the function.
          </Box>
        )}
        {list.map((trigger) => (
          <div key={trigger.id}>
            <SpaceBetween direction="horizontal" size="xs" alignItems="center">
              <Box fontWeight="bold">
                {trigger.service}: <TriggerLink trigger={trigger} />
              </Box>
              {(trigger.s3 || trigger.statementId) && (
                <Button
                  variant="inline-link"
                  ariaLabel={`Delete trigger ${trigger.name}`}
                  onClick={() => void remove(trigger)}
                >
                  Delete
                </Button>
              )}
            </SpaceBetween>
            <ExpandableSection headerText="Details" headingTagOverride="h3">
              <KeyValuePairs
                columns={3}
                items={trigger.details.map(({ label, value }) => ({
                  label,
                  value: <span className="squall-anywhere">{value}</span>,
                }))}
              />
            </ExpandableSection>
          </div>
        ))}
      </SpaceBetween>
    </Container>
  );
}

function TriggerLink({ trigger }: { trigger: Trigger }) {
  if (trigger.service === "Function URL" && !trigger.statementId) {
    return (
      <Link href={trigger.name} external externalIconAriaLabel="Opens in a new tab">
        {trigger.name}
      </Link>
    );
  }
  if (!trigger.s3) return trigger.name;
  return <RouteLink href={`/console/s3/buckets/${trigger.s3.bucket}`}>{trigger.name}</RouteLink>;
}
