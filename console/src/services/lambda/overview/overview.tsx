import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Grid from "@cloudscape-design/components/grid";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useStored } from "../../../live/stored.ts";
import { RouteButton } from "../../../shell/links.tsx";
import { formatAge } from "../../../text/times.ts";
import { useEventInvoke } from "../configuration/use-event-invoke.ts";
import { functionPath } from "../paths.ts";
import type { Trigger } from "../triggers/use-triggers.ts";
import { Diagram } from "./diagram.tsx";

interface OverviewProps {
  readonly configuration: FunctionConfiguration;
  readonly triggers: readonly Trigger[];
}

/** "Function overview": the diagram and what identifies the function. Folded, it leaves its room to the code; this browser remembers. */
export function Overview({ configuration, triggers }: OverviewProps) {
  const { FunctionName = "", FunctionArn = "", Description, LastModified } = configuration;
  const [isOpen, setOpen] = useStored("lambda.overview", true);
  const { OnSuccess, OnFailure } = useEventInvoke(FunctionName).data?.DestinationConfig ?? {};
  return (
    <ExpandableSection
      variant="container"
      headerText="Function overview"
      expanded={isOpen}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      <Grid gridDefinition={[{ colspan: { default: 12, xs: 8 } }, { colspan: { default: 12, xs: 4 } }]}>
        <Diagram
          name={FunctionName}
          layerCount={configuration.Layers?.length ?? 0}
          triggers={triggers}
          destinations={[OnSuccess?.Destination, OnFailure?.Destination].filter((arn) => arn !== undefined)}
          addTrigger={
            <RouteButton iconName="add-plus" href={`${functionPath(FunctionName)}/add/trigger`}>
              Add trigger
            </RouteButton>
          }
          addDestination={
            <RouteButton iconName="add-plus" href={`${functionPath(FunctionName)}/add/destination`}>
              Add destination
            </RouteButton>
          }
        />
        <KeyValuePairs
          items={[
            { label: "Description", value: Description || "-" },
            { label: "Last modified", value: formatAge(LastModified) },
            { label: "State", value: <FunctionState configuration={configuration} /> },
            {
              label: "Function ARN",
              value: (
                <Box>
                  <CopyToClipboard
                    variant="inline"
                    textToCopy={FunctionArn}
                    copyButtonAriaLabel="Copy function ARN"
                    copySuccessText="Function ARN copied"
                    copyErrorText="Function ARN failed to copy"
                  />
                </Box>
              ),
            },
          ]}
        />
      </Grid>
    </ExpandableSection>
  );
}

/** Pending, Active, Failed; and whether the last change has taken effect. */
export function FunctionState({ configuration }: { configuration: FunctionConfiguration }) {
  const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason } = configuration;
  if (State === "Failed") return <StatusIndicator type="error">Failed: {StateReason}</StatusIndicator>;
  if (State === "Pending") return <StatusIndicator type="in-progress">Pending</StatusIndicator>;
  if (LastUpdateStatus === "InProgress") return <StatusIndicator type="in-progress">Updating</StatusIndicator>;
  if (LastUpdateStatus === "Failed")
    return <StatusIndicator type="error">Update failed: {LastUpdateStatusReason}</StatusIndicator>;
  return <StatusIndicator>{State ?? "Active"}</StatusIndicator>;
}
