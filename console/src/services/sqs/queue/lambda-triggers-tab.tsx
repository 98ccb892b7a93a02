import {
  CreateEventSourceMappingCommand,
  type EventSourceMappingConfiguration,
  LambdaClient,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { nameOfArn } from "../../../choices/choice.ts";
import { ChoiceField, checkArn } from "../../../choices/choice-field.tsx";
import { useFunctionChoices } from "../../../choices/functions.ts";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatTime, toMs } from "../../../text/times.ts";
import type { QueueDescription } from "./queue.ts";

/** Functions that Lambda invokes with this queue's messages. */
export function LambdaTriggersTab({ queue }: { queue: QueueDescription }) {
  const client = useClient(LambdaClient);
  const EventSourceArn = queue.attributes.QueueArn ?? "";
  const [isAdding, setAdding] = useState(false);
  const mappings = useLive(`sqs/mappings/${EventSourceArn}`, async () => {
    const { EventSourceMappings = [] } = await client.send(new ListEventSourceMappingsCommand({ EventSourceArn }));
    return EventSourceMappings;
  });
  return (
    <>
      <ResourceTable
        id="sqs.triggers"
        title="Lambda triggers"
        noun="Lambda triggers"
        live={mappings}
        columns={columns}
        rowId={({ UUID = "" }) => UUID}
        feature="event source mappings"
        empty={{ text: "No triggers. Configure a function that is invoked when messages arrive." }}
        actions={() => (
          <Button variant="primary" onClick={() => setAdding(true)}>
            Configure Lambda function trigger
          </Button>
        )}
      />
      {isAdding && (
        <TriggerDialog queueArn={EventSourceArn} onClose={() => setAdding(false)} onChange={mappings.refresh} />
      )}
    </>
  );
}

interface TriggerDialogProps {
  readonly queueArn: string;
  readonly onClose: () => void;
  readonly onChange: () => void;
}

function TriggerDialog({ queueArn, onClose, onChange }: TriggerDialogProps) {
  const client = useClient(LambdaClient);
  const notify = useNotify();
  const functions = useFunctionChoices();
  const [functionArn, setFunctionArn] = useState("");
  const save = useAction(async () => {
    await client.send(new CreateEventSourceMappingCommand({ EventSourceArn: queueArn, FunctionName: functionArn }));
    notify.success(`${nameOfArn(functionArn)} was saved as a trigger. Its state shows below.`);
    onChange();
  });
  return (
    <EditDialog
      title="Trigger AWS Lambda function"
      submit="Save"
      action={save}
      failed="The trigger could not be created"
      onClose={onClose}
    >
      <ChoiceField
        label="Lambda function"
        description="Choose a function in this region that is invoked with the queue's messages. Its role needs permission to receive them."
        value={functionArn}
        onChange={setFunctionArn}
        choices={functions}
        problem={checkArn(functionArn, "lambda", "a function")}
      />
    </EditDialog>
  );
}

const columns: readonly Column<EventSourceMappingConfiguration>[] = [
  { id: "uuid", header: "UUID", cell: ({ UUID }) => UUID, value: ({ UUID }) => UUID, width: 320 },
  {
    id: "function",
    header: "ARN",
    cell: ({ FunctionArn = "" }) => (
      <RouteLink href={`/console/lambda/functions/${nameOfArn(FunctionArn)}?tab=configuration&section=triggers`}>
        {FunctionArn}
      </RouteLink>
    ),
    value: ({ FunctionArn }) => FunctionArn,
    width: 420,
  },
  {
    id: "status",
    header: "Status",
    cell: ({ State }) => (
      <StatusIndicator type={State === "Enabled" ? "success" : State === "Disabled" ? "stopped" : "in-progress"}>
        {State}
      </StatusIndicator>
    ),
    value: ({ State }) => State,
    width: 150,
  },
  {
    id: "modified",
    header: "Last modified",
    cell: ({ LastModified }) => formatTime(LastModified),
    value: ({ LastModified }) => toMs(LastModified),
    width: 300,
  },
];
