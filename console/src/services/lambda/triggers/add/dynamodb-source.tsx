import { CreateEventSourceMappingCommand, LambdaClient } from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { ChoiceField, checkArn } from "../../../../choices/choice-field.tsx";
import { tableOfStream, useStreamChoices } from "../../../../choices/streams.ts";
import { Field } from "../../../../form/field.tsx";
import { useClient } from "../../../../shell/session-provider.tsx";
import type { SourceProps } from "./adder.ts";
import { AnswerFields, BatchingFields, firstBatching, NumberField, toBatchingInput } from "./batching.tsx";

const positions = [
  { value: "LATEST", label: "Latest" },
  { value: "TRIM_HORIZON", label: "Trim horizon" },
] as const;

/** An event source mapping: Lambda reads the table's stream. */
export default function DynamoDbSource({ functionArn, onChange }: SourceProps) {
  const client = useClient(LambdaClient);
  const streams = useStreamChoices();
  const [streamArn, setStreamArn] = useState("");
  const [batching, setBatching] = useState(firstBatching("100"));
  const [position, setPosition] = useState<(typeof positions)[number]["value"]>("LATEST");
  const [destination, setDestination] = useState("");
  const [retries, setRetries] = useState("-1");
  const [age, setAge] = useState("-1");
  const [splits, setSplits] = useState(false);
  const [lanes, setLanes] = useState("1");
  const [tumbling, setTumbling] = useState("");
  onChange(async () => {
    await client.send(
      new CreateEventSourceMappingCommand({
        FunctionName: functionArn,
        EventSourceArn: streamArn,
        ...toBatchingInput(batching),
        StartingPosition: position,
        MaximumRetryAttempts: Number(retries),
        MaximumRecordAgeInSeconds: Number(age),
        BisectBatchOnFunctionError: splits,
        ParallelizationFactor: Number(lanes),
        TumblingWindowInSeconds: tumbling === "" ? undefined : Number(tumbling),
        DestinationConfig: destination === "" ? undefined : { OnFailure: { Destination: destination } },
      }),
    );
    return tableOfStream(streamArn);
  });
  return (
    <SpaceBetween size="l">
      <ChoiceField
        label="DynamoDB table"
        description="Choose a table that has a stream, or enter the ARN of its stream."
        value={streamArn}
        onChange={setStreamArn}
        choices={streams}
        problem={checkArn(streamArn, "dynamodb", "a table's stream")}
      />
      <BatchingFields batching={batching} onChange={setBatching} mostRecords={10_000}>
        <Field label="Starting position" description="Where in the stream to begin." problem={undefined}>
          <Select
            selectedOption={positions.find(({ value }) => value === position) ?? null}
            options={positions}
            onChange={({ detail }) => setPosition(detail.selectedOption.value as typeof position)}
          />
        </Field>
      </BatchingFields>
      <ExpandableSection headerText="Additional settings">
        <SpaceBetween size="l">
          <Field
            label="On-failure destination - optional"
            description="The ARN of a queue, topic or bucket that is told of records that were given up."
            problem={undefined}
          >
            <Input
              value={destination}
              spellcheck={false}
              onChange={({ detail }) => setDestination(detail.value.trim())}
            />
          </Field>
          <NumberField
            label="Retry attempts"
            description="How often a batch that fails is tried again; -1 for as long as its records live."
            value={retries}
            onChange={setRetries}
            range={[-1, 10_000]}
          />
          <NumberField
            label="Maximum age of record"
            description="In seconds; -1 for no limit."
            value={age}
            onChange={setAge}
            range={[-1, 604_800]}
          />
          <Checkbox
            checked={splits}
            description="A batch that fails is halved, and its halves are tried again."
            onChange={({ detail }) => setSplits(detail.checked)}
          >
            Split batch on error
          </Checkbox>
          <NumberField
            label="Concurrent batches per shard"
            description="The records of one key stay in order."
            value={lanes}
            onChange={setLanes}
            range={[1, 10]}
          />
          <NumberField
            label="Tumbling window duration - optional"
            description="Seconds over which the function adds something up."
            value={tumbling}
            onChange={setTumbling}
            range={[1, 900]}
            isOptional
          />
          <AnswerFields batching={batching} onChange={setBatching} />
        </SpaceBetween>
      </ExpandableSection>
      <Box color="text-body-secondary">
        In order to read from the DynamoDB trigger, your execution role must have proper permissions, which
        AWSLambdaDynamoDBExecutionRole has.
      </Box>
    </SpaceBetween>
  );
}
