import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  type MetricFilterMatchRecord,
  TestMetricFilterCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { linesOf } from "../../../described/field-checks.ts";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { useClient } from "../../../shell/session-provider.tsx";

interface TestPatternDialogProps {
  readonly group: string;
  readonly pattern: string;
  readonly onClose: () => void;
}

/** Source: "TestMetricFilter". */
const mostMessages = 50;

/** Which of some messages a pattern matches, and what it takes out of them. */
export function TestPatternDialog({ group, pattern: initial, onClose }: TestPatternDialogProps) {
  const client = useClient(CloudWatchLogsClient);
  const [pattern, setPattern] = useState(initial);
  const [messages, setMessages] = useState("");
  const [matches, setMatches] = useState<readonly MetricFilterMatchRecord[]>();
  const fill = useAction(async () => {
    const { events = [] } = await client.send(new FilterLogEventsCommand({ logGroupName: group, limit: mostMessages }));
    setMessages(events.map(({ message = "" }) => message.replaceAll("\n", " ").trimEnd()).join("\n"));
  });
  const test = useAction(async () => {
    const logEventMessages = linesOf(messages).slice(0, mostMessages);
    const answer = await client.send(new TestMetricFilterCommand({ filterPattern: pattern, logEventMessages }));
    setMatches(answer.matches ?? []);
  });
  const count = linesOf(messages).length;
  return (
    <Modal
      visible
      size="large"
      header="Test pattern"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Close
            </Button>
            <Button variant="primary" disabled={count === 0} loading={test.isRunning} onClick={() => void test.run()}>
              Test pattern
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Field label="Filter pattern" stretch problem={undefined}>
          <Input value={pattern} spellcheck={false} onChange={({ detail }) => setPattern(detail.value)} />
        </Field>
        <Field
          label="Log event messages"
          description="One a line."
          stretch
          problem={count > mostMessages ? `The first ${mostMessages} are tested.` : undefined}
          secondaryControl={
            <Button loading={fill.isRunning} onClick={() => void fill.run()}>
              Take some of the log
            </Button>
          }
        >
          <Textarea rows={8} value={messages} spellcheck={false} onChange={({ detail }) => setMessages(detail.value)} />
        </Field>
        <ErrorAlert error={test.error ?? fill.error} title="The pattern could not be tested" />
        {matches && (
          <SpaceBetween size="s">
            <Box data-testid="matches">
              {matches.length} of {Math.min(count, mostMessages)} match.
            </Box>
            <Table
              variant="embedded"
              items={matches}
              trackBy={({ eventNumber }) => String(eventNumber)}
              ariaLabels={{ tableLabel: "Matches" }}
              columnDefinitions={[
                { id: "number", header: "Line", width: 80, cell: ({ eventNumber }) => eventNumber },
                {
                  id: "message",
                  header: "Message",
                  cell: ({ eventMessage }) => <span className="squall-mono">{eventMessage}</span>,
                },
                {
                  id: "values",
                  header: "Extracted values",
                  cell: ({ extractedValues = {} }) =>
                    Object.entries(extractedValues)
                      .map(([name, value]) => `${name}: ${value}`)
                      .join(", ") || "-",
                },
              ]}
            />
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Modal>
  );
}
