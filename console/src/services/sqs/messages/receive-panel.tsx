import { DeleteMessageBatchCommand, type Message, SQSClient } from "@aws-sdk/client-sqs";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import type { QueueDescription } from "../queue/queue.ts";
import { MessageDialog } from "./message-dialog.tsx";
import { MessageTable } from "./message-table.tsx";
import { defaultPoll, type PollSettings, usePoll } from "./use-poll.ts";

/** "Receive messages": a poll with its progress, and what came. */
export function ReceivePanel({ queue, onChange }: { queue: QueueDescription; onChange: () => void }) {
  const { url: QueueUrl, attributes } = queue;
  const client = useClient(SQSClient);
  const confirmed = useConfirmed();
  const [settings, setSettings] = useState<PollSettings>(defaultPoll);
  const [isEditing, setEditing] = useState(false);
  const [shown, setShown] = useState<Message>();
  const poll = usePoll(QueueUrl, settings);
  const remove = (messages: readonly Message[]) => {
    const what = messages.length === 1 ? `message ${messages[0]?.MessageId}` : `${messages.length} messages`;
    return confirmed(
      {
        title: `Delete ${messages.length === 1 ? "message" : "messages"}?`,
        body: <>{what} of the queue can't be retrieved afterwards.</>,
        action: "Delete",
      },
      async () => {
        const failed: string[] = [];
        for (let at = 0; at < messages.length; at += 10) {
          const { Failed = [] } = await client.send(
            new DeleteMessageBatchCommand({
              QueueUrl,
              Entries: messages
                .slice(at, at + 10)
                .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
            }),
          );
          failed.push(...Failed.map(({ Message: text = "" }) => text));
        }
        if (failed.length > 0) throw new Error(failed.join(" "));
        poll.forget(messages);
      },
      { done: `Successfully deleted ${what}.`, failed: `${what} could not be deleted`, onChange },
    );
  };
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <div className="squall-actions">
                <Button onClick={() => setEditing(true)} disabled={poll.isPolling}>
                  Edit poll settings
                </Button>
                <Button onClick={poll.stop} disabled={!poll.isPolling}>
                  Stop polling
                </Button>
                <Button variant="primary" onClick={poll.start} loading={poll.isPolling} loadingText="Polling">
                  Poll for messages
                </Button>
              </div>
            }
          >
            Receive messages
          </Header>
        }
      >
        <SpaceBetween size="l">
          <KeyValuePairs
            columns={4}
            items={[
              { label: "Messages available", value: attributes.ApproximateNumberOfMessages ?? "-" },
              { label: "Polling duration", value: `${settings.durationSeconds} s` },
              { label: "Maximum message count", value: settings.mostMessages },
              { label: "Receives", value: poll.receives },
            ]}
          />
          <ProgressBar
            value={poll.progress}
            label="Polling progress"
            additionalInfo={
              poll.isPolling ? "Messages that are shown are in flight: other consumers don't get them." : undefined
            }
          />
          <ErrorAlert error={poll.error} title="The messages could not be received" />
        </SpaceBetween>
      </Container>
      <MessageTable
        id="sqs.messages"
        title="Messages"
        live={{ data: poll.messages, error: undefined, isLoading: false, refresh: poll.start }}
        onView={setShown}
        select="multi"
        hideRefresh
        empty="No messages. To view messages in the queue, poll for messages."
        actions={(selected) => (
          <Button disabled={selected.length === 0} onClick={() => void remove(selected)} ariaLabel="Delete messages">
            Delete
          </Button>
        )}
      />
      {shown && <MessageDialog message={shown} onClose={() => setShown(undefined)} />}
      {isEditing && <PollDialog settings={settings} onChange={setSettings} onClose={() => setEditing(false)} />}
    </SpaceBetween>
  );
}

interface PollDialogProps {
  readonly settings: PollSettings;
  readonly onChange: (settings: PollSettings) => void;
  readonly onClose: () => void;
}

function PollDialog({ settings, onChange, onClose }: PollDialogProps) {
  const [duration, setDuration] = useState(String(settings.durationSeconds));
  const [most, setMost] = useState(String(settings.mostMessages));
  const save = useAction(async () => onChange({ durationSeconds: Number(duration), mostMessages: Number(most) }));
  const check = (text: string, limit: number) =>
    /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= limit ? undefined : `Should be between 1 and ${limit}.`;
  return (
    <EditDialog title="Edit poll settings" submit="Save" action={save} failed="" onClose={onClose}>
      <Field label="Polling duration (seconds)" problem={check(duration, 900)}>
        <Input
          type="number"
          inputMode="numeric"
          value={duration}
          onChange={({ detail }) => setDuration(detail.value)}
        />
      </Field>
      <Field label="Maximum message count" problem={check(most, 500)}>
        <Input type="number" inputMode="numeric" value={most} onChange={({ detail }) => setMost(detail.value)} />
      </Field>
    </EditDialog>
  );
}
