import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useAction } from "../../../live/use-action.ts";
import type { Live } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useSession } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { functionPath } from "../paths.ts";
import type { Trigger } from "./use-triggers.ts";

/** Configuration → Triggers. */
export function TriggerList({ functionName, triggers }: { functionName: string; triggers: Live<readonly Trigger[]> }) {
  const { client } = useSession();
  const notify = useNotify();
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
        const { deleteTrigger } = await import("./change-trigger.ts");
        await deleteTrigger(client, functionName, trigger);
      },
      {
        done: `The trigger ${trigger.name} was successfully deleted from function ${functionName}.`,
        failed: `The trigger ${trigger.name} could not be deleted`,
        onChange: triggers.refresh,
      },
    );
  };
  const toggle = useAction(
    async (trigger: Trigger) => {
      const { setTriggerEnabled } = await import("./change-trigger.ts");
      const isEnabled = trigger.state === "Enabled";
      await setTriggerEnabled(client, trigger, !isEnabled);
      notify.success(`The trigger ${trigger.name} is being ${isEnabled ? "disabled" : "enabled"}.`);
      triggers.refresh();
    },
    (error) => notify.error("The trigger could not be changed", error),
  );
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
            No triggers. Add one, and an event, such as a message, an upload or a time of day, runs the function.
          </Box>
        )}
        {list.map((trigger) => (
          <div key={trigger.id}>
            <SpaceBetween direction="horizontal" size="xs" alignItems="center">
              <Box fontWeight="bold">
                {trigger.service}: <TriggerLink trigger={trigger} />
              </Box>
              {trigger.state && (
                <StatusIndicator type={stateTypes[trigger.state] ?? "in-progress"}>{trigger.state}</StatusIndicator>
              )}
              {(trigger.state === "Enabled" || trigger.state === "Disabled") && (
                <Button
                  variant="inline-link"
                  disabled={toggle.isRunning}
                  ariaLabel={`${trigger.state === "Enabled" ? "Disable" : "Enable"} trigger ${trigger.name}`}
                  onClick={() => void toggle.run(trigger)}
                >
                  {trigger.state === "Enabled" ? "Disable" : "Enable"}
                </Button>
              )}
              {(trigger.s3 || trigger.statementId || trigger.mappingId || trigger.schedule) && (
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
                  value: <DetailValue value={value} />,
                }))}
              />
            </ExpandableSection>
          </div>
        ))}
      </SpaceBetween>
    </Container>
  );
}

/** An address is there to be clicked. */
function DetailValue({ value }: { value: string }) {
  if (!/^https?:/.test(value)) return <span className="squall-anywhere">{value}</span>;
  return (
    <Link href={value} external externalIconAriaLabel="Opens in a new tab">
      <span className="squall-anywhere">{value}</span>
    </Link>
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
  return trigger.href ? <RouteLink href={trigger.href}>{trigger.name}</RouteLink> : trigger.name;
}

const stateTypes: Readonly<Record<string, "success" | "stopped">> = { Enabled: "success", Disabled: "stopped" };
