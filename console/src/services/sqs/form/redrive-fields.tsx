import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Multiselect from "@cloudscape-design/components/multiselect";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { nameOfArn } from "../../../choices/choice.ts";
import { ChoiceField, checkArn } from "../../../choices/choice-field.tsx";
import { useQueueChoices } from "../../../choices/queues.ts";
import { Field } from "../../../form/field.tsx";
import { NumberField } from "./queue-fields.tsx";
import type { QueueForm } from "./queue-form.ts";

interface RedriveFieldsProps {
  readonly form: QueueForm;
  readonly change: (part: Partial<QueueForm>) => void;
}

export function RedriveAllowFields({ form, change }: RedriveFieldsProps) {
  const queues = useQueueChoices(form.redriveAllow === "byQueue");
  return (
    <Container
      header={
        <Header variant="h2" description="Identify which source queues can use this queue as the dead-letter queue.">
          Redrive allow policy - optional
        </Header>
      }
    >
      <SpaceBetween size="l">
        <RadioGroup
          ariaLabel="Redrive permission"
          value={form.redriveAllow}
          items={[
            { value: "default", label: "Disabled", description: "No policy: every queue of the account may." },
            { value: "allowAll", label: "Allow all" },
            { value: "byQueue", label: "By queue" },
            { value: "denyAll", label: "Deny all" },
          ]}
          onChange={({ detail }) => change({ redriveAllow: detail.value as QueueForm["redriveAllow"] })}
        />
        {form.redriveAllow === "byQueue" && (
          <Field
            label="Source queues"
            constraintText="Up to 10 queues."
            problem={
              form.redriveSources.length === 0
                ? "Choose at least one queue."
                : form.redriveSources.length > 10
                  ? "Choose up to 10 queues."
                  : undefined
            }
          >
            <Multiselect
              ariaLabel="Source queues"
              placeholder="Choose queues"
              options={(queues.data ?? []).map(({ value, label }) => ({ value, label }))}
              selectedOptions={form.redriveSources.map((value) => ({ value, label: nameOfArn(value) }))}
              onChange={({ detail }) =>
                change({ redriveSources: detail.selectedOptions.map(({ value = "" }) => value) })
              }
            />
          </Field>
        )}
      </SpaceBetween>
    </Container>
  );
}

export function DeadLetterFields({ form, change }: RedriveFieldsProps) {
  const queues = useQueueChoices(form.hasDeadLetterQueue);
  return (
    <Container
      header={
        <Header variant="h2" description="Send undeliverable messages to a dead-letter queue.">
          Dead-letter queue - optional
        </Header>
      }
    >
      <SpaceBetween size="l">
        <RadioGroup
          ariaLabel="Set this queue to receive undeliverable messages"
          value={form.hasDeadLetterQueue ? "enabled" : "disabled"}
          items={[
            { value: "disabled", label: "Disabled" },
            { value: "enabled", label: "Enabled" },
          ]}
          onChange={({ detail }) => change({ hasDeadLetterQueue: detail.value === "enabled" })}
        />
        {form.hasDeadLetterQueue && (
          <SpaceBetween size="l">
            <ChoiceField
              label="Choose queue"
              description={`The dead-letter queue of a ${form.isFifo ? "FIFO" : "standard"} queue is a ${form.isFifo ? "FIFO" : "standard"} queue, too.`}
              value={form.deadLetterQueue}
              onChange={(deadLetterQueue) => change({ deadLetterQueue })}
              choices={queues}
              problem={checkDeadLetterQueue(form)}
            />
            <NumberField
              label="Maximum receives"
              value={form.maximumReceives}
              onChange={(maximumReceives) => change({ maximumReceives })}
              least={1}
              most={1_000}
              range="Should be between 1 and 1000."
            />
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
}

function checkDeadLetterQueue({ deadLetterQueue, isFifo, name }: QueueForm): string | undefined {
  const wrong = checkArn(deadLetterQueue, "sqs", "a queue");
  if (wrong !== undefined) return wrong;
  if (deadLetterQueue.endsWith(".fifo") !== isFifo) return `Choose a ${isFifo ? "FIFO" : "standard"} queue.`;
  return nameOfArn(deadLetterQueue) === name ? "A queue can't be its own dead-letter queue." : undefined;
}
