import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { nameOfArn } from "../../../choices/choice.ts";
import { ChoiceField, checkArn } from "../../../choices/choice-field.tsx";
import { useQueueChoices } from "../../../choices/queues.ts";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatTime } from "../../../text/times.ts";
import { useSourceQueues } from "./dead-letter-tab.tsx";
import type { QueueDescription } from "./queue.ts";

type Task = ListMessageMoveTasksResultEntry;

/** Moves a dead-letter queue's messages back to where they came from, or elsewhere, and shows how far that is. */
export function RedriveTasksTab({ queue }: { queue: QueueDescription }) {
  const client = useClient(SQSClient);
  const notify = useNotify();
  const SourceArn = queue.attributes.QueueArn ?? "";
  const sources = useSourceQueues(queue.name, queue.url);
  const [isStarting, setStarting] = useState(false);
  const tasks = useLive(
    `sqs/move-tasks/${SourceArn}`,
    async () => {
      const { Results = [] } = await client.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 10 }));
      return Results;
    },
    { enabled: sources.data !== undefined && sources.data.length > 0 },
  );
  const cancel = useAction(
    async (TaskHandle: string) => {
      await client.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
      notify.success("The redrive task is being cancelled. What it has moved stays where it is.");
      tasks.refresh();
    },
    (error) => notify.error("The redrive task could not be cancelled", error),
  );
  if (sources.data?.length === 0) {
    return (
      <Alert type="info" header="This queue is no dead-letter queue">
        Messages can be redriven from a queue that another one has as its dead-letter queue. Set it in the other queue's
        form, under Dead-letter queue.
      </Alert>
    );
  }
  const running = tasks.data?.find(({ Status }) => Status === "RUNNING" || Status === "CANCELLING");
  return (
    <SpaceBetween size="l">
      {running && (
        <Container
          header={
            <Header
              variant="h2"
              actions={
                <Button
                  loading={cancel.isRunning}
                  disabled={running.TaskHandle === undefined}
                  onClick={() => void cancel.run(running.TaskHandle ?? "")}
                >
                  Cancel DLQ redrive
                </Button>
              }
            >
              Redrive in progress
            </Header>
          }
        >
          <Progress task={running} />
        </Container>
      )}
      <ResourceTable
        id="sqs.move-tasks"
        title="Redrive tasks"
        noun="redrive tasks"
        description="The last ten."
        live={tasks}
        columns={columns}
        rowId={({ StartedTimestamp = 0, TaskHandle = "" }) => `${StartedTimestamp}/${TaskHandle}`}
        empty={{ text: "No redrive tasks." }}
        actions={() => (
          <Button variant="primary" disabled={running !== undefined} onClick={() => setStarting(true)}>
            Start DLQ redrive
          </Button>
        )}
      />
      {isStarting && <StartDialog queue={queue} onClose={() => setStarting(false)} onChange={tasks.refresh} />}
    </SpaceBetween>
  );
}

function Progress({ task }: { task: Task }) {
  const { ApproximateNumberOfMessagesMoved: moved = 0, ApproximateNumberOfMessagesToMove: all } = task;
  return (
    <ProgressBar
      value={all ? Math.min(100, (Number(moved) / Number(all)) * 100) : 0}
      label="Messages moved"
      additionalInfo={`${moved} of about ${all ?? "?"}`}
      description={`To ${task.DestinationArn ? nameOfArn(task.DestinationArn) : "the source queues"}`}
    />
  );
}

interface StartDialogProps {
  readonly queue: QueueDescription;
  readonly onClose: () => void;
  readonly onChange: () => void;
}

function StartDialog({ queue, onClose, onChange }: StartDialogProps) {
  const client = useClient(SQSClient);
  const notify = useNotify();
  const queues = useQueueChoices();
  const [isElsewhere, setElsewhere] = useState(false);
  const [destination, setDestination] = useState("");
  const [isCustom, setCustom] = useState(false);
  const [velocity, setVelocity] = useState("100");
  const isVelocity = /^\d+$/.test(velocity) && Number(velocity) >= 1 && Number(velocity) <= 500;
  const start = useAction(async () => {
    await client.send(
      new StartMessageMoveTaskCommand({
        SourceArn: queue.attributes.QueueArn,
        DestinationArn: isElsewhere ? destination : undefined,
        MaxNumberOfMessagesPerSecond: isCustom ? Number(velocity) : undefined,
      }),
    );
    notify.success(`The redrive of ${queue.name} has started.`);
    onChange();
  });
  return (
    <EditDialog
      title="Start DLQ redrive"
      submit="DLQ redrive"
      action={start}
      failed="The redrive could not be started"
      onClose={onClose}
    >
      <RadioGroup
        ariaLabel="Message destination"
        value={isElsewhere ? "custom" : "source"}
        items={[
          {
            value: "source",
            label: "Redrive to source queue(s)",
            description: "Each message goes where it came from.",
          },
          { value: "custom", label: "Redrive to custom destination" },
        ]}
        onChange={({ detail }) => setElsewhere(detail.value === "custom")}
      />
      {isElsewhere && (
        <ChoiceField
          label="Select an existing queue"
          value={destination}
          onChange={setDestination}
          choices={queues}
          problem={checkArn(destination, "sqs", "a queue")}
        />
      )}
      <RadioGroup
        ariaLabel="Velocity control settings"
        value={isCustom ? "custom" : "system"}
        items={[
          { value: "system", label: "System optimized" },
          { value: "custom", label: "Custom max velocity" },
        ]}
        onChange={({ detail }) => setCustom(detail.value === "custom")}
      />
      {isCustom && (
        <Field
          label="Messages per second"
          constraintText="From 1 to 500."
          problem={isVelocity ? undefined : "Should be between 1 and 500."}
        >
          <Input
            type="number"
            inputMode="numeric"
            value={velocity}
            onChange={({ detail }) => setVelocity(detail.value)}
          />
        </Field>
      )}
    </EditDialog>
  );
}

const columns: readonly Column<Task>[] = [
  {
    id: "started",
    header: "Date started",
    cell: ({ StartedTimestamp }) => formatTime(StartedTimestamp),
    value: ({ StartedTimestamp }) => StartedTimestamp,
    width: 290,
  },
  {
    id: "status",
    header: "Status",
    cell: ({ Status = "" }) => <StatusIndicator type={statusTypes[Status] ?? "info"}>{Status}</StatusIndicator>,
    value: ({ Status }) => Status,
    width: 160,
  },
  {
    id: "moved",
    header: "Messages moved",
    cell: ({ ApproximateNumberOfMessagesMoved: moved = 0, ApproximateNumberOfMessagesToMove: all }) =>
      `${moved}${all === undefined ? "" : ` of ${all}`}`,
    value: ({ ApproximateNumberOfMessagesMoved }) => Number(ApproximateNumberOfMessagesMoved),
    width: 170,
  },
  {
    id: "destination",
    header: "Destination",
    cell: ({ DestinationArn }) => (DestinationArn ? nameOfArn(DestinationArn) : "Source queues"),
    value: ({ DestinationArn }) => DestinationArn,
    width: 200,
  },
  {
    id: "reason",
    header: "Failure reason",
    cell: ({ FailureReason }) => FailureReason ?? <Box color="text-body-secondary">-</Box>,
    value: ({ FailureReason }) => FailureReason,
    width: 220,
  },
];

const statusTypes: Readonly<Record<string, "success" | "error" | "in-progress" | "stopped">> = {
  RUNNING: "in-progress",
  COMPLETED: "success",
  CANCELLING: "in-progress",
  CANCELLED: "stopped",
  FAILED: "error",
};
