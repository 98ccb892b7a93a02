import type { DestinationConfig } from "@aws-sdk/client-lambda";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useBucketChoices } from "../../../choices/buckets.ts";
import { useBusChoices } from "../../../choices/buses.ts";
import { ChoiceField, checkArn } from "../../../choices/choice-field.tsx";
import { useFunctionChoices } from "../../../choices/functions.ts";
import { useQueueChoices } from "../../../choices/queues.ts";
import { useTopicChoices } from "../../../choices/topics.ts";

export type Condition = Extract<keyof DestinationConfig, "OnFailure" | "OnSuccess">;

export interface DestinationChoice {
  readonly type: string;
  readonly arn: string;
}

interface DestinationFieldProps {
  readonly condition: Condition;
  readonly choice: DestinationChoice;
  readonly onChange: (choice: DestinationChoice) => void;
}

/** A kind of destination, and one of it. */
export function DestinationField({ condition, choice, onChange }: DestinationFieldProps) {
  const choices = {
    sns: useTopicChoices(choice.type === "sns"),
    sqs: useQueueChoices(choice.type === "sqs"),
    lambda: useFunctionChoices(choice.type === "lambda"),
    events: useBusChoices(choice.type === "events"),
    s3: useBucketChoices(choice.type === "s3"),
  };
  const offered = types.filter(({ value }) => value !== "s3" || condition === "OnFailure");
  const type = offered.find(({ value }) => value === choice.type) ?? offered[0]!;
  return (
    <SpaceBetween size="l">
      <FormField
        label="Destination type"
        description={condition === "OnSuccess" ? "A bucket receives records of failures only." : undefined}
      >
        <Select
          ariaLabel="Destination type"
          options={offered.map(({ value, label }) => ({ value, label }))}
          selectedOption={{ value: type.value, label: type.label }}
          onChange={({ detail }) => onChange({ type: detail.selectedOption.value ?? "", arn: "" })}
        />
      </FormField>
      <ChoiceField
        label="Destination"
        description={`The function's role needs the permission ${type.permission}.`}
        value={choice.arn}
        onChange={(arn) => onChange({ ...choice, arn })}
        choices={choices[type.value]}
        problem={checkArn(choice.arn, type.value, type.noun)}
      />
    </SpaceBetween>
  );
}

/** In the order of AWS's console. */
const types = [
  { value: "sns", label: "SNS topic", noun: "a topic", permission: "sns:Publish" },
  { value: "sqs", label: "SQS queue", noun: "a queue", permission: "sqs:SendMessage" },
  { value: "lambda", label: "Lambda function", noun: "a function", permission: "lambda:InvokeFunction" },
  { value: "events", label: "EventBridge event bus", noun: "an event bus", permission: "events:PutEvents" },
  { value: "s3", label: "S3 bucket", noun: "a bucket", permission: "s3:PutObject" },
] as const;
