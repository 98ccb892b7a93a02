import type { Message, MessageAttributeValue } from "@aws-sdk/client-sqs";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Modal from "@cloudscape-design/components/modal";
import Table from "@cloudscape-design/components/table";
import Tabs from "@cloudscape-design/components/tabs";
import { formatJson } from "../../../policy/policy-document.ts";
import { formatTimestamp } from "../../../text/times.ts";

/** "Message: ID": its body, the sender's attributes, and what SQS knows of it. */
export function MessageDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { MessageId, Body = "", MD5OfBody, MessageAttributes = {}, Attributes = {} } = message;
  const attributes = Object.entries(MessageAttributes);
  return (
    <Modal
      visible
      size="large"
      header={`Message: ${MessageId}`}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </Box>
      }
    >
      <Tabs
        ariaLabel="Message"
        tabs={[
          {
            id: "body",
            label: "Body",
            content: (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
              <pre className="squall-pre" tabIndex={0} data-testid="message-body">
                {formatJson(Body)}
              </pre>
            ),
          },
          {
            id: "attributes",
            label: "Attributes",
            content: (
              <Table
                variant="embedded"
                items={attributes}
                trackBy={([name]) => name}
                ariaLabels={{ tableLabel: "Attributes" }}
                columnDefinitions={[
                  { id: "name", header: "Name", cell: ([name]) => name, isRowHeader: true },
                  { id: "type", header: "Type", cell: ([, { DataType }]) => DataType },
                  { id: "value", header: "Value", cell: ([, value]) => textOf(value) },
                ]}
                empty={<Box color="text-body-secondary">The message has no attributes.</Box>}
              />
            ),
          },
          {
            id: "details",
            label: "Details",
            content: (
              <KeyValuePairs
                columns={2}
                items={[
                  { label: "ID", value: MessageId },
                  { label: "MD5 of message body", value: MD5OfBody },
                  ...Object.entries(Attributes).map(([name, value = ""]) => ({
                    label: labels[name] ?? name,
                    value: <span className="squall-anywhere">{isTime(name) ? timeOf(value) : value}</span>,
                  })),
                ]}
              />
            ),
          },
        ]}
      />
    </Modal>
  );
}

function textOf({ StringValue, BinaryValue }: MessageAttributeValue): string {
  if (!BinaryValue) return StringValue ?? "";
  return btoa(String.fromCharCode(...BinaryValue.subarray(0, 10_000)));
}

function isTime(name: string): boolean {
  return name.endsWith("Timestamp");
}

function timeOf(value: string): string {
  return Number(value) > 0 ? formatTimestamp(Number(value)) : "-";
}

const labels: Readonly<Record<string, string>> = {
  SenderId: "Sender account ID",
  SentTimestamp: "Sent",
  ApproximateReceiveCount: "Receive count",
  ApproximateFirstReceiveTimestamp: "First received",
  MessageDeduplicationId: "Message deduplication ID",
  MessageGroupId: "Message group ID",
  SequenceNumber: "Sequence number",
  DeadLetterQueueSourceArn: "Dead-letter queue source ARN",
  AWSTraceHeader: "AWS trace header",
};
