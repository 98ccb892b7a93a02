import { CreateEventSourceMappingCommand, LambdaClient } from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { nameOfArn } from "../../../../choices/choice.ts";
import { ChoiceField, checkArn } from "../../../../choices/choice-field.tsx";
import { useQueueChoices } from "../../../../choices/queues.ts";
import { useClient } from "../../../../shell/session-provider.tsx";
import type { SourceProps } from "./adder.ts";
import { AnswerFields, BatchingFields, firstBatching, NumberField, toBatchingInput } from "./batching.tsx";

/** An event source mapping: Lambda polls the queue. */
export default function SqsSource({ functionArn, onChange }: SourceProps) {
  const client = useClient(LambdaClient);
  const queues = useQueueChoices();
  const [queueArn, setQueueArn] = useState("");
  const [batching, setBatching] = useState(firstBatching("10"));
  const [concurrency, setConcurrency] = useState("");
  const isFifo = queueArn.endsWith(".fifo");
  onChange(async () => {
    await client.send(
      new CreateEventSourceMappingCommand({
        FunctionName: functionArn,
        EventSourceArn: queueArn,
        ...toBatchingInput(batching),
        ...(isFifo && { MaximumBatchingWindowInSeconds: undefined }),
        ScalingConfig: concurrency ? { MaximumConcurrency: Number(concurrency) } : undefined,
      }),
    );
    return nameOfArn(queueArn);
  });
  // Source: "Creating and configuring an Amazon SQS event source mapping".
  const needsWindow = !isFifo && Number(batching.batchSize) > 10 && Number(batching.window) < 1;
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
      <BatchingFields
        batching={batching}
        onChange={setBatching}
        mostRecords={isFifo ? 10 : 10_000}
        hasWindow={!isFifo}
        problem={needsWindow ? "More than 10 need a batch window of at least 1 second." : undefined}
      />
      <ExpandableSection headerText="Additional settings">
        <SpaceBetween size="l">
          <NumberField
            label="Maximum concurrency - optional"
            description="The maximum number of concurrent function instances that the SQS event source can invoke."
            value={concurrency}
            onChange={setConcurrency}
            range={[2, 1_000]}
            isOptional
          />
          <AnswerFields batching={batching} onChange={setBatching} />
        </SpaceBetween>
      </ExpandableSection>
      <Box color="text-body-secondary">
        In order to read from the SQS trigger, your execution role must have proper permissions: sqs:ReceiveMessage,
        sqs:DeleteMessage and sqs:GetQueueAttributes, which AWSLambdaSQSQueueExecutionRole has.
      </Box>
    </SpaceBetween>
  );
}
