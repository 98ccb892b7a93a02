import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { Field } from "../../../form/field.tsx";
import type { TopicAttributes } from "./topic.ts";

/** What the form of a topic has, new or edited. */
export interface TopicForm {
  readonly displayName: string;
  readonly deduplicatesByContent: boolean;
  readonly isEncrypted: boolean;
  readonly key: string;
  /** JSON; empty: AWS's default. */
  readonly deliveryPolicy: string;
  readonly isTraced: boolean;
}

export function toTopicForm(attributes: TopicAttributes): TopicForm {
  return {
    displayName: attributes.DisplayName ?? "",
    deduplicatesByContent: attributes.ContentBasedDeduplication === "true",
    isEncrypted: Boolean(attributes.KmsMasterKeyId),
    key: attributes.KmsMasterKeyId || "alias/aws/sns",
    deliveryPolicy: attributes.DeliveryPolicy ?? "",
    isTraced: attributes.TracingConfig === "Active",
  };
}

export function toTopicAttributes(form: TopicForm, isFifo: boolean): Record<string, string> {
  return {
    DisplayName: form.displayName,
    KmsMasterKeyId: form.isEncrypted ? form.key : "",
    ...(isFifo
      ? { ContentBasedDeduplication: String(form.deduplicatesByContent) }
      : { DeliveryPolicy: form.deliveryPolicy.trim(), TracingConfig: form.isTraced ? "Active" : "PassThrough" }),
  };
}

interface TopicFieldsProps {
  readonly form: TopicForm;
  readonly isFifo: boolean;
  readonly change: (part: Partial<TopicForm>) => void;
}

export function DisplayNameField({ form, change }: Omit<TopicFieldsProps, "isFifo">) {
  return (
    <Field
      label="Display name - optional"
      description="To use this topic with SMS subscriptions, enter a display name. Only the first 10 characters are displayed in an SMS message."
      constraintText="Maximum 100 characters."
      problem={form.displayName.length > 100 ? "A display name can have up to 100 characters." : undefined}
    >
      <Input value={form.displayName} onChange={({ detail }) => change({ displayName: detail.value })} />
    </Field>
  );
}

/** Deduplication, encryption, delivery policy and tracing. */
export function TopicFields({ form, isFifo, change }: TopicFieldsProps) {
  return (
    <SpaceBetween size="l">
      {isFifo && (
        <Container header={<Header variant="h2">Content-based message deduplication</Header>}>
          <Checkbox
            checked={form.deduplicatesByContent}
            description="A message's body makes its deduplication ID."
            onChange={({ detail }) => change({ deduplicatesByContent: detail.checked })}
          >
            Content-based message deduplication
          </Checkbox>
        </Container>
      )}
      <Container
        header={
          <Header
            variant="h2"
            description="Amazon SNS provides in-transit encryption by default. At-rest encryption is added by a key of AWS KMS."
          >
            Encryption - optional
          </Header>
        }
      >
        <SpaceBetween size="l">
          <Checkbox checked={form.isEncrypted} onChange={({ detail }) => change({ isEncrypted: detail.checked })}>
            Enable encryption
          </Checkbox>
          {form.isEncrypted && (
            <Field label="AWS KMS key" problem={form.key === "" ? "Enter a key ID, an ARN or an alias." : undefined}>
              <Input
                value={form.key}
                spellcheck={false}
                onChange={({ detail }) => change({ key: detail.value.trim() })}
              />
            </Field>
          )}
        </SpaceBetween>
      </Container>
      {!isFifo && (
        <Container
          header={
            <Header variant="h2" description="How Amazon SNS retries failed deliveries to HTTP/S endpoints.">
              Delivery policy (HTTP/S) - optional
            </Header>
          }
        >
          <Field
            label="Delivery policy"
            constraintText="JSON; empty for AWS's default: 3 retries without delay, then backing off over about an hour."
            problem={checkJson(form.deliveryPolicy)}
            stretch
          >
            <Textarea
              value={form.deliveryPolicy}
              rows={6}
              placeholder={deliveryPolicyExample}
              spellcheck={false}
              onChange={({ detail }) => change({ deliveryPolicy: detail.value })}
            />
          </Field>
        </Container>
      )}
      {!isFifo && (
        <Container header={<Header variant="h2">Active tracing - optional</Header>}>
          <RadioGroup
            ariaLabel="Active tracing"
            value={form.isTraced ? "active" : "pass"}
            items={[
              { value: "pass", label: "Use the default: pass trace headers on" },
              { value: "active", label: "Use active tracing" },
            ]}
            onChange={({ detail }) => change({ isTraced: detail.value === "active" })}
          />
        </Container>
      )}
    </SpaceBetween>
  );
}

export function checkJson(text: string): string | undefined {
  if (text.trim() === "") return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `This is no JSON: ${(error as Error).message}`;
  }
}

const deliveryPolicyExample = `{
  "http": {
    "defaultHealthyRetryPolicy": { "numRetries": 3, "minDelayTarget": 20, "maxDelayTarget": 20 }
  }
}`;
