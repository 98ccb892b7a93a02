import { type MessageAttributeValue, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { type Attribute, AttributesEditor, toMessageAttributes } from "../../../form/attributes-editor.tsx";
import { Field, Fields, useFormCheck } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { DurationField } from "../form/duration-field.tsx";
import { toDuration, toSeconds } from "../form/durations.ts";
import { isFifo, type QueueDescription } from "../queue/queue.ts";

/** "Send message". */
export function SendPanel({ queue, onSent }: { queue: QueueDescription; onSent: () => void }) {
  const client = useClient(SQSClient);
  const notify = useNotify();
  const form = useFormCheck();
  const fifo = isFifo(queue);
  const [body, setBody] = useState("");
  const [group, setGroup] = useState("");
  const [deduplication, setDeduplication] = useState("");
  const [delay, setDelay] = useState(() => toDuration(Number(queue.attributes.DelaySeconds ?? 0)));
  const [attributes, setAttributes] = useState<readonly Attribute[]>([]);
  const needsId = fifo && queue.attributes.ContentBasedDeduplication !== "true";
  const send = useAction(async () => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queue.url,
        MessageBody: body,
        MessageAttributes: toMessageAttributes(attributes) as Record<string, MessageAttributeValue>,
        MessageGroupId: group || undefined,
        MessageDeduplicationId: deduplication || undefined,
        // A FIFO queue has one delay for all.
        DelaySeconds: fifo ? undefined : toSeconds(delay),
      }),
    );
    notify.success("Your message has been sent and is ready to be received.");
    onSent();
  });
  const clear = () => {
    setBody("");
    setGroup("");
    setDeduplication("");
    setAttributes([]);
    send.clear();
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <div className="squall-actions">
              <Button onClick={clear}>Clear content</Button>
              <Button
                variant="primary"
                loading={send.isRunning}
                onClick={() => {
                  if (form.check()) void send.run();
                }}
              >
                Send message
              </Button>
            </div>
          }
        >
          Send message
        </Header>
      }
    >
      <Fields form={form}>
        <SpaceBetween size="l">
          <Field
            label="Message body"
            description="Enter the message to send to the queue."
            problem={body === "" ? "Enter a message." : undefined}
            stretch
          >
            <Textarea
              value={body}
              rows={5}
              placeholder="Enter message"
              spellcheck={false}
              onChange={({ detail }) => setBody(detail.value)}
            />
          </Field>
          <Field
            label={fifo ? "Message group ID" : "Message group ID - optional"}
            description={
              fifo
                ? "Messages of one group are handled in their order."
                : "A fair queue shares its consumers among groups."
            }
            problem={fifo && group === "" ? "A message of a FIFO queue needs a group." : undefined}
          >
            <Input value={group} spellcheck={false} onChange={({ detail }) => setGroup(detail.value)} />
          </Field>
          {fifo && (
            <Field
              label={needsId ? "Message deduplication ID" : "Message deduplication ID - optional"}
              description="A message of the same ID is not delivered again within five minutes."
              problem={
                needsId && deduplication === ""
                  ? "Without content-based deduplication a message needs an ID."
                  : undefined
              }
            >
              <Input
                value={deduplication}
                spellcheck={false}
                onChange={({ detail }) => setDeduplication(detail.value)}
              />
            </Field>
          )}
          {!fifo && (
            <DurationField
              label="Delivery delay"
              duration={delay}
              onChange={setDelay}
              leastSeconds={0}
              mostSeconds={900}
            />
          )}
          <ExpandableSection headerText="Message attributes - optional">
            <AttributesEditor attributes={attributes} onChange={setAttributes} />
          </ExpandableSection>
          <ErrorAlert error={send.error} title="The message could not be sent" />
        </SpaceBetween>
      </Fields>
    </Container>
  );
}
