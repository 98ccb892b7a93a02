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
import { FilterList } from "../../../event-pattern/filter-list.tsx";
import { Field } from "../../../form/field.tsx";
import { ServiceRoleField } from "../../../permission/role-field.tsx";
import { type PipeForm, type PipeTarget, pipeTargets } from "./pipe-form.ts";

interface PipeFieldsProps {
  readonly form: PipeForm;
  readonly change: (part: Partial<PipeForm>) => void;
  readonly isNew?: boolean;
}

/** A pipe in the order of its steps: source, filtering, enrichment, target. */
export function PipeFields({ form, change, isNew = false }: PipeFieldsProps) {
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Pipe details</Header>}>
        <SpaceBetween size="l">
          <Field label="Pipe name" problem={checkName(form.name)}>
            <Input
              value={form.name}
              disabled={!isNew}
              autoFocus={isNew}
              spellcheck={false}
              onChange={({ detail }) => change({ name: detail.value })}
            />
          </Field>
          <Field
            label="Description - optional"
            problem={form.description.length <= 512 ? undefined : "A description has up to 512 characters."}
          >
            <Input value={form.description} onChange={({ detail }) => change({ description: detail.value })} />
          </Field>
        </SpaceBetween>
      </Container>
      <SourceSection form={form} change={change} isNew={isNew} />
      <Container
        header={
          <Header variant="h2" description="A record that matches one of the patterns goes on; the others are dropped.">
            Filtering
          </Header>
        }
      >
        <FilterList filters={form.filters} onChange={(filters) => change({ filters })} />
      </Container>
      <EnrichmentSection form={form} change={change} />
      <TargetSection form={form} change={change} />
      <Container header={<Header variant="h2">Permissions</Header>}>
        <ServiceRoleField role={form.role} onChange={(role) => change({ role })} service="EventBridge Pipes" />
      </Container>
    </SpaceBetween>
  );
}

function SourceSection({ form, change, isNew }: PipeFieldsProps) {
  const queues = useQueueChoices(isNew);
  const isFifo = form.source.endsWith(".fifo");
  return (
    <Container header={<Header variant="h2">Source</Header>}>
      <SpaceBetween size="l">
        {isNew ? (
          <ChoiceField
            label="SQS queue"
            description="The queue whose messages go through the pipe."
            value={form.source}
            onChange={(source) => change({ source })}
            choices={queues}
            problem={checkArn(form.source, "sqs", "a queue")}
          />
        ) : (
          <FormField label="SQS queue" constraintText="A pipe's source cannot be changed.">
            <Input value={form.source} disabled />
          </FormField>
        )}
        <Field label="Batch size" problem={checkBatchSize(form)}>
          <Input
            type="number"
            inputMode="numeric"
            value={form.batchSize}
            onChange={({ detail }) => change({ batchSize: detail.value })}
          />
        </Field>
        {!isFifo && (
          <Field
            label="Batch window (seconds)"
            description="How long messages are gathered into a batch."
            problem={isWithin(form.windowSeconds, 0, 300) ? undefined : "Should be between 0 and 300 seconds."}
          >
            <Input
              type="number"
              inputMode="numeric"
              value={form.windowSeconds}
              onChange={({ detail }) => change({ windowSeconds: detail.value })}
            />
          </Field>
        )}
      </SpaceBetween>
    </Container>
  );
}

function EnrichmentSection({ form, change }: PipeFieldsProps) {
  const functions = useFunctionChoices();
  return (
    <Container
      header={
        <Header variant="h2" description="The function is given a batch; what it answers goes on in its place.">
          Enrichment
        </Header>
      }
    >
      <ChoiceField
        label="Function - optional"
        value={form.enrichment}
        onChange={(enrichment) => change({ enrichment })}
        choices={functions}
        problem={form.enrichment === "" ? undefined : checkArn(form.enrichment, "lambda", "a function")}
      />
    </Container>
  );
}

function TargetSection({ form, change }: PipeFieldsProps) {
  const { target, arn } = form;
  const choices = {
    lambda: useFunctionChoices(target === "lambda"),
    sqs: useQueueChoices(target === "sqs"),
    sns: useTopicChoices(target === "sns"),
    events: useBusChoices(target === "events"),
  };
  const { label, service, noun } = pipeTargets.find(({ value }) => value === target)!;
  return (
    <Container header={<Header variant="h2">Target</Header>}>
      <SpaceBetween size="l">
        <FormField label="Target service">
          <Select
            ariaLabel="Target service"
            options={pipeTargets.map((one) => ({ value: one.value, label: one.label }))}
            selectedOption={{ value: target, label }}
            onChange={({ detail }) => change({ target: detail.selectedOption.value as PipeTarget, arn: "" })}
          />
        </FormField>
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
            <Input
              value={form.groupId}
              spellcheck={false}
              onChange={({ detail }) => change({ groupId: detail.value })}
            />
          </Field>
        )}
        {target === "events" && <EventFields form={form} change={change} />}
        <FormField
          label="Target input transformer - optional"
          description='What the target is given instead of the record: { "order": <$.body.order> }.'
          stretch
        >
          <Textarea
            value={form.template}
            rows={4}
            spellcheck={false}
            onChange={({ detail }) => change({ template: detail.value })}
          />
        </FormField>
      </SpaceBetween>
    </Container>
  );
}

function EventFields({ form, change }: PipeFieldsProps) {
  return (
    <SpaceBetween size="l">
      <FormField label="Event source - optional">
        <Input
          value={form.eventSource}
          spellcheck={false}
          onChange={({ detail }) => change({ eventSource: detail.value })}
        />
      </FormField>
      <FormField label="Detail type - optional">
        <Input
          value={form.detailType}
          spellcheck={false}
          onChange={({ detail }) => change({ detailType: detail.value })}
        />
      </FormField>
    </SpaceBetween>
  );
}

function checkName(name: string): string | undefined {
  return /^[.\-_A-Za-z0-9]{1,64}$/.test(name)
    ? undefined
    : "Enter a name of up to 64 letters, digits, periods, hyphens and underscores.";
}

/** Source: "Amazon EventBridge Pipes batching and concurrency". */
function checkBatchSize({ source, batchSize, windowSeconds }: PipeForm): string | undefined {
  const most = source.endsWith(".fifo") ? 10 : 10_000;
  if (!isWithin(batchSize, 1, most)) return `Should be between 1 and ${most}.`;
  return Number(batchSize) > 10 && Number(windowSeconds) < 1
    ? "More than 10 need a batch window of at least 1 second."
    : undefined;
}

function isWithin(text: string, least: number, most: number): boolean {
  return /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
}
