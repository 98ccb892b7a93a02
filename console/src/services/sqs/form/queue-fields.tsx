import Checkbox from "@cloudscape-design/components/checkbox";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Field } from "../../../form/field.tsx";
import { DurationField } from "./duration-field.tsx";
import type { QueueForm } from "./queue-form.ts";

interface QueueFieldsProps {
  readonly form: QueueForm;
  readonly change: (part: Partial<QueueForm>) => void;
}

/** "Configuration": the times and sizes, and what only FIFO queues have. */
export function ConfigurationFields({ form, change }: QueueFieldsProps) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Set the maximum message size, visibility to other consumers, and message retention."
        >
          Configuration
        </Header>
      }
    >
      <SpaceBetween size="l">
        <ColumnLayout columns={2}>
          <DurationField
            label="Visibility timeout"
            duration={form.visibility}
            onChange={(visibility) => change({ visibility })}
            leastSeconds={0}
            mostSeconds={43_200}
          />
          <DurationField
            label="Message retention period"
            duration={form.retention}
            onChange={(retention) => change({ retention })}
            leastSeconds={60}
            mostSeconds={1_209_600}
          />
          <DurationField
            label="Delivery delay"
            duration={form.delay}
            onChange={(delay) => change({ delay })}
            leastSeconds={0}
            mostSeconds={900}
          />
          <NumberField
            label="Maximum message size (KiB)"
            value={form.maximumKiB}
            onChange={(maximumKiB) => change({ maximumKiB })}
            least={1}
            most={1_024}
            range="Should be between 1 KiB and 1024 KiB."
          />
          <NumberField
            label="Receive message wait time (seconds)"
            value={form.wait}
            onChange={(wait) => change({ wait })}
            least={0}
            most={20}
            range="Should be between 0 and 20 seconds."
          />
        </ColumnLayout>
        {form.isFifo && (
          <SpaceBetween size="s">
            <Checkbox
              checked={form.deduplicatesByContent}
              description="Whether a message's body makes its deduplication ID."
              onChange={({ detail }) => change({ deduplicatesByContent: detail.checked })}
            >
              Content-based deduplication
            </Checkbox>
            <Checkbox
              checked={form.isHighThroughput}
              description="Sets the deduplication scope to message group, and the throughput limit to per message group ID."
              onChange={({ detail }) => change({ isHighThroughput: detail.checked })}
            >
              Enable high throughput FIFO
            </Checkbox>
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly least: number;
  readonly most: number;
  readonly range: string;
}

export function NumberField({ label, value, onChange, least, most, range }: NumberFieldProps) {
  const isWithin = /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
  return (
    <Field label={label} constraintText={range} problem={isWithin ? undefined : range}>
      <Input type="number" inputMode="numeric" value={value} onChange={({ detail }) => onChange(detail.value)} />
    </Field>
  );
}

export function EncryptionFields({ form, change }: QueueFieldsProps) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Amazon SQS provides in-transit encryption by default. To add at-rest encryption, enable server-side encryption."
        >
          Encryption
        </Header>
      }
    >
      <SpaceBetween size="l">
        <RadioGroup
          ariaLabel="Server-side encryption"
          value={form.encryption}
          items={[
            {
              value: "sqs",
              label: "Amazon SQS key (SSE-SQS)",
              description: "An encryption key that Amazon SQS creates, manages, and uses for you.",
            },
            {
              value: "kms",
              label: "AWS Key Management Service key (SSE-KMS)",
              description: "A key protected by AWS KMS.",
            },
            { value: "none", label: "Disabled" },
          ]}
          onChange={({ detail }) => change({ encryption: detail.value as QueueForm["encryption"] })}
        />
        {form.encryption === "kms" && (
          <SpaceBetween size="l">
            <Field
              label="Customer master key"
              problem={form.key === "" ? "Enter a key ID, an ARN or an alias." : undefined}
            >
              <Input
                value={form.key}
                spellcheck={false}
                onChange={({ detail }) => change({ key: detail.value.trim() })}
              />
            </Field>
            <DurationField
              label="Data key reuse period"
              duration={form.keyReuse}
              onChange={(keyReuse) => change({ keyReuse })}
              leastSeconds={60}
              mostSeconds={86_400}
            />
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
}
