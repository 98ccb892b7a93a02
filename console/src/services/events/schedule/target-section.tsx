import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useBusChoices } from "../../../choices/buses.ts";
import { ChoiceField, checkArn } from "../../../choices/choice-field.tsx";
import { useFunctionChoices } from "../../../choices/functions.ts";
import { useQueueChoices } from "../../../choices/queues.ts";
import { useTopicChoices } from "../../../choices/topics.ts";
import { checkJson } from "../../../form/checks.ts";
import { Field } from "../../../form/field.tsx";
import { ServiceRoleField } from "../../../permission/role-field.tsx";
import type { ScheduleFieldsProps } from "./schedule-fields.tsx";
import { type ScheduleForm, type ScheduleTarget, scheduleTargets } from "./schedule-form.ts";

type SectionProps = Omit<ScheduleFieldsProps, "isNew">;

/** What is called, with what, as whom. */
export function TargetSection({ form, change }: SectionProps) {
  const { target } = form;
  const { label } = scheduleTargets.find(({ value }) => value === target)!;
  return (
    <Container header={<Header variant="h2">Target detail</Header>}>
      <SpaceBetween size="l">
        <FormField label="Target API">
          <Select
            ariaLabel="Target API"
            options={scheduleTargets.map((one) => ({ value: one.value, label: one.label }))}
            selectedOption={{ value: target, label }}
            onChange={({ detail }) =>
              change({ target: detail.selectedOption.value as ScheduleTarget, arn: "", input: "", groupId: "" })
            }
          />
        </FormField>
        <TargetArn form={form} change={change} />
        {target === "events" && <EventFields form={form} change={change} />}
        <Field
          label={target === "sqs" || target === "sns" ? "Message" : "Payload - optional"}
          description="What the target is given. Names such as <aws.scheduler.scheduled-time> are filled in."
          problem={checkInput(form)}
          stretch
        >
          <Textarea
            value={form.input}
            rows={5}
            spellcheck={false}
            onChange={({ detail }) => change({ input: detail.value })}
          />
        </Field>
        <ServiceRoleField role={form.role} onChange={(role) => change({ role })} service="EventBridge Scheduler" />
        <RetrySection form={form} change={change} />
      </SpaceBetween>
    </Container>
  );
}

function TargetArn({ form, change }: SectionProps) {
  const { target, arn } = form;
  const choices = {
    lambda: useFunctionChoices(target === "lambda"),
    sqs: useQueueChoices(target === "sqs"),
    sns: useTopicChoices(target === "sns"),
    events: useBusChoices(target === "events"),
  };
  if (target === "api")
    return (
      <Field
        label="API"
        description="Any operation, as arn:aws:scheduler:::aws-sdk:SERVICE:operation; its input is the payload."
        problem={
          /^arn:aws[a-z-]*:scheduler:::aws-sdk:[a-z0-9]+:[A-Za-z0-9]+$/.test(arn)
            ? undefined
            : "Enter an operation: arn:aws:scheduler:::aws-sdk:s3:putObject."
        }
      >
        <Input
          value={arn}
          placeholder="arn:aws:scheduler:::aws-sdk:s3:putObject"
          spellcheck={false}
          onChange={({ detail }) => change({ arn: detail.value.trim() })}
        />
      </Field>
    );
  const { service, noun } = scheduleTargets.find(({ value }) => value === target)!;
  return (
    <SpaceBetween size="l">
      <ChoiceField
        label="Target"
        value={arn}
        onChange={(chosen) => change({ arn: chosen })}
        choices={choices[target]}
        problem={checkArn(arn, service, noun)}
      />
      {target === "sqs" && arn.endsWith(".fifo") && (
        <Field
          label="Message group ID"
          problem={form.groupId === "" ? "A message of a FIFO queue needs a group." : undefined}
        >
          <Input value={form.groupId} spellcheck={false} onChange={({ detail }) => change({ groupId: detail.value })} />
        </Field>
      )}
    </SpaceBetween>
  );
}

function EventFields({ form, change }: SectionProps) {
  return (
    <SpaceBetween size="l">
      <Field label="Event source" problem={form.source === "" ? "Enter a source." : undefined}>
        <Input value={form.source} spellcheck={false} onChange={({ detail }) => change({ source: detail.value })} />
      </Field>
      <Field label="Detail type" problem={form.detailType === "" ? "Enter a detail type." : undefined}>
        <Input
          value={form.detailType}
          spellcheck={false}
          onChange={({ detail }) => change({ detailType: detail.value })}
        />
      </Field>
    </SpaceBetween>
  );
}

function RetrySection({ form, change }: SectionProps) {
  const queues = useQueueChoices(form.deadLetterQueue !== "");
  const age = Number(form.ageHours) * 3_600;
  return (
    <SpaceBetween size="l">
      <Field
        label="Maximum age of event (hours)"
        problem={age >= 60 && age <= 86_400 ? undefined : "Should be between 1 minute and 24 hours."}
      >
        <Input
          inputMode="decimal"
          value={form.ageHours}
          onChange={({ detail }) => change({ ageHours: detail.value })}
        />
      </Field>
      <Field
        label="Maximum retries"
        problem={/^\d+$/.test(form.retries) && Number(form.retries) <= 185 ? undefined : "Should be between 0 and 185."}
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
        value={form.deadLetterQueue}
        onChange={(deadLetterQueue) => change({ deadLetterQueue })}
        choices={queues}
        problem={form.deadLetterQueue === "" ? undefined : checkArn(form.deadLetterQueue, "sqs", "a queue")}
      />
    </SpaceBetween>
  );
}

function checkInput({ target, input }: ScheduleForm): string | undefined {
  if (input === "") return target === "sqs" || target === "sns" ? "Enter a message." : undefined;
  return target === "sqs" || target === "sns" ? undefined : checkJson(input);
}
