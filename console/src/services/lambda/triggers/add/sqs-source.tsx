import { CreateEventSourceMappingCommand, LambdaClient } from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { nameOfArn } from "../../../../choices/choice.ts";
import { ChoiceField, checkArn } from "../../../../choices/choice-field.tsx";
import { useQueueChoices } from "../../../../choices/queues.ts";
import { FilterList } from "../../../../event-pattern/filter-list.tsx";
import { Field } from "../../../../form/field.tsx";
import { useClient } from "../../../../shell/session-provider.tsx";
import type { SourceProps } from "./adder.ts";

/** An event source mapping: Lambda polls the queue. */
export default function SqsSource({ functionArn, onChange }: SourceProps) {
  const client = useClient(LambdaClient);
  const queues = useQueueChoices();
  const [queueArn, setQueueArn] = useState("");
  const [isActive, setActive] = useState(true);
  const [batchSize, setBatchSize] = useState("10");
  const [window, setWindow] = useState("0");
  const [concurrency, setConcurrency] = useState("");
  const [reportsItems, setReportsItems] = useState(false);
  const [filters, setFilters] = useState<readonly string[]>([]);
  const isFifo = queueArn.endsWith(".fifo");
  onChange(async () => {
    await client.send(
      new CreateEventSourceMappingCommand({
        FunctionName: functionArn,
        EventSourceArn: queueArn,
        Enabled: isActive,
        BatchSize: Number(batchSize),
        MaximumBatchingWindowInSeconds: isFifo ? undefined : Number(window),
        ScalingConfig: concurrency ? { MaximumConcurrency: Number(concurrency) } : undefined,
        FunctionResponseTypes: reportsItems ? ["ReportBatchItemFailures"] : undefined,
        FilterCriteria: filters.length > 0 ? { Filters: filters.map((Pattern) => ({ Pattern })) } : undefined,
      }),
    );
    return nameOfArn(queueArn);
  });
  return (
    <SpaceBetween size="l">
      <ChoiceField
        label="SQS queue"
        description="Choose or enter the ARN of an SQS queue."
        value={queueArn}
        onChange={setQueueArn}
        choices={queues}
        problem={checkArn(queueArn, "sqs", "a queue")}
      />
      <Checkbox
        checked={isActive}
        description="Select to activate the trigger now. Keep unchecked to create the trigger in a deactivated state for testing (recommended)."
        onChange={({ detail }) => setActive(detail.checked)}
      >
        Activate trigger
      </Checkbox>
      <Field
        label="Batch size"
        description="The maximum number of records in each batch to send to the function."
        problem={checkBatchSize(batchSize, window, isFifo)}
      >
        <Input
          type="number"
          inputMode="numeric"
          value={batchSize}
          onChange={({ detail }) => setBatchSize(detail.value)}
        />
      </Field>
      {!isFifo && (
        <Field
          label="Batch window - optional"
          description="The maximum amount of time to gather records before invoking the function, in seconds."
          problem={isWithin(window, 0, 300) ? undefined : "Should be between 0 and 300 seconds."}
        >
          <Input type="number" inputMode="numeric" value={window} onChange={({ detail }) => setWindow(detail.value)} />
        </Field>
      )}
      <ExpandableSection headerText="Additional settings">
        <SpaceBetween size="l">
          <Field
            label="Maximum concurrency - optional"
            description="The maximum number of concurrent function instances that the SQS event source can invoke."
            problem={
              concurrency === "" || isWithin(concurrency, 2, 1_000) ? undefined : "Should be between 2 and 1000."
            }
          >
            <Input
              type="number"
              inputMode="numeric"
              value={concurrency}
              onChange={({ detail }) => setConcurrency(detail.value)}
            />
          </Field>
          <Checkbox
            checked={reportsItems}
            description="Allow your function to return a partial successful response for a batch of records."
            onChange={({ detail }) => setReportsItems(detail.checked)}
          >
            Report batch item failures
          </Checkbox>
          <FilterList filters={filters} onChange={setFilters} />
        </SpaceBetween>
      </ExpandableSection>
      <Box color="text-body-secondary">
        In order to read from the SQS trigger, your execution role must have proper permissions: sqs:ReceiveMessage,
        sqs:DeleteMessage and sqs:GetQueueAttributes, which AWSLambdaSQSQueueExecutionRole has.
      </Box>
    </SpaceBetween>
  );
}

/** Source: "Creating and configuring an Amazon SQS event source mapping". */
function checkBatchSize(size: string, window: string, isFifo: boolean): string | undefined {
  const most = isFifo ? 10 : 10_000;
  if (!isWithin(size, 1, most)) return `Should be between 1 and ${most}.`;
  return Number(size) > 10 && Number(window) < 1 ? "More than 10 need a batch window of at least 1 second." : undefined;
}

function isWithin(text: string, least: number, most: number): boolean {
  return /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
}
