import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useApiDestinationChoices } from "../../../choices/api-destinations.ts";
import { useBusChoices } from "../../../choices/buses.ts";
import { ChoiceField, checkArn } from "../../../choices/choice-field.tsx";
import { useFunctionChoices } from "../../../choices/functions.ts";
import { useLogGroupChoices } from "../../../choices/log-groups.ts";
import { useQueueChoices } from "../../../choices/queues.ts";
import { useTopicChoices } from "../../../choices/topics.ts";
import { Field } from "../../../form/field.tsx";
import { ServiceRoleField } from "../../../permission/role-field.tsx";
import { InputFields } from "./input-fields.tsx";
import { needsRole, type TargetForm, type TargetKind, targetKinds } from "./target-form.ts";

interface TargetFieldsProps {
  readonly title: string;
  readonly form: TargetForm;
  readonly onChange: (form: TargetForm) => void;
  readonly onRemove?: () => void;
}

/** "Target 1": what it is, and under which conditions it is sent what. */
export function TargetFields({ title, form, onChange, onRemove }: TargetFieldsProps) {
  const change = (part: Partial<TargetForm>) => onChange({ ...form, ...part });
  const { kind } = form;
  const choices = {
    lambda: useFunctionChoices(kind === "lambda"),
    sqs: useQueueChoices(kind === "sqs"),
    sns: useTopicChoices(kind === "sns"),
    logs: useLogGroupChoices(kind === "logs"),
    bus: useBusChoices(kind === "bus"),
    api: useApiDestinationChoices(kind === "api"),
  };
  const { label, service, noun } = targetKinds.find(({ value }) => value === kind)!;
  const isFifo = kind === "sqs" && form.arn.endsWith(".fifo");
  return (
    <Container
      header={
        <Header
          variant="h3"
          actions={
            onRemove && (
              <Button formAction="none" ariaLabel={`Remove ${title.toLowerCase()}`} onClick={onRemove}>
                Remove
              </Button>
            )
          }
        >
          {title}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <FormField
          label="Select a target"
          description="Select target(s) to invoke when an event matches your event pattern or when schedule is triggered."
        >
          <Select
            ariaLabel={`Kind of ${title.toLowerCase()}`}
            options={targetKinds.map((one) => ({ value: one.value, label: one.label }))}
            selectedOption={{ value: kind, label }}
            onChange={({ detail }) =>
              change({ kind: detail.selectedOption.value as TargetKind, arn: "", role: undefined, groupId: "" })
            }
          />
        </FormField>
        <ChoiceField
          label={names[kind]}
          value={form.arn}
          onChange={(arn) => change({ arn })}
          choices={choices[kind]}
          problem={checkArn(form.arn, service, noun)}
        />
        {isFifo && (
          <Field
            label="Message group ID"
            problem={form.groupId === "" ? "A message of a FIFO queue needs a group." : undefined}
          >
            <Input
              value={form.groupId}
              spellcheck={false}
              onChange={({ detail }) => change({ groupId: detail.value })}
            />
          </Field>
        )}
        {needsRole(kind) && (
          <ServiceRoleField role={form.role} onChange={(role) => change({ role })} service="EventBridge" />
        )}
        <ExpandableSection headerText="Additional settings">
          <SpaceBetween size="l">
            <InputFields form={form} change={change} />
            <RetryFields form={form} change={change} />
          </SpaceBetween>
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
}

interface RetryFieldsProps {
  readonly form: TargetForm;
  readonly change: (part: Partial<TargetForm>) => void;
}

function RetryFields({ form, change }: RetryFieldsProps) {
  const queues = useQueueChoices(form.deadLetterQueue !== "");
  return (
    <SpaceBetween size="l">
      <Field
        label="Maximum age of event (hours)"
        description="How long an event that could not be delivered is tried again."
        problem={
          isWithin(Number(form.ageHours) * 3_600, 60, 86_400) ? undefined : "Should be between 1 minute and 24 hours."
        }
      >
        <Input
          inputMode="decimal"
          value={form.ageHours}
          onChange={({ detail }) => change({ ageHours: detail.value })}
        />
      </Field>
      <Field
        label="Retry attempts"
        problem={
          /^\d+$/.test(form.retries) && isWithin(Number(form.retries), 0, 185)
            ? undefined
            : "Should be between 0 and 185."
        }
      >
        <Input
          type="number"
          inputMode="numeric"
          value={form.retries}
          onChange={({ detail }) => change({ retries: detail.value })}
        />
      </Field>
      <ChoiceField
        label="Dead-letter queue - optional"
        description="A standard queue that is sent what could not be delivered."
        value={form.deadLetterQueue}
        onChange={(deadLetterQueue) => change({ deadLetterQueue })}
        choices={queues}
        problem={form.deadLetterQueue === "" ? undefined : checkArn(form.deadLetterQueue, "sqs", "a queue")}
      />
    </SpaceBetween>
  );
}

function isWithin(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

const names: Readonly<Record<TargetKind, string>> = {
  lambda: "Function",
  sqs: "Queue",
  sns: "Topic",
  logs: "Log group",
  bus: "Event bus",
  api: "API destination",
};
