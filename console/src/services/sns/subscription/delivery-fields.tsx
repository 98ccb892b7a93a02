import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ChoiceField, checkArn } from "../../../choices/choice-field.tsx";
import { useQueueChoices } from "../../../choices/queues.ts";
import { EventPatternField } from "../../../event-pattern/event-pattern-field.tsx";
import type { Protocol } from "./protocols.ts";

/** What a subscription has besides its endpoint. */
export interface DeliveryForm {
  readonly isRaw: boolean;
  readonly isFiltered: boolean;
  readonly scope: "MessageAttributes" | "MessageBody";
  readonly filter: string;
  readonly hasDeadLetterQueue: boolean;
  readonly deadLetterQueue: string;
}

export type SubscriptionAttributes = Readonly<Partial<Record<string, string>>>;

export function toDeliveryForm(attributes: SubscriptionAttributes): DeliveryForm {
  const { FilterPolicy, FilterPolicyScope, RawMessageDelivery, RedrivePolicy } = attributes;
  const deadLetterQueue = String(JSON.parse(RedrivePolicy || "{}").deadLetterTargetArn ?? "");
  return {
    isRaw: RawMessageDelivery === "true",
    isFiltered: Boolean(FilterPolicy),
    scope: FilterPolicyScope === "MessageBody" ? "MessageBody" : "MessageAttributes",
    filter: FilterPolicy ? JSON.stringify(JSON.parse(FilterPolicy), undefined, 2) : filterExample,
    hasDeadLetterQueue: deadLetterQueue !== "",
    deadLetterQueue,
  };
}

/** As Subscribe takes them; what is not set is left out. */
export function toSubscriptionAttributes(form: DeliveryForm, protocol: Protocol): Record<string, string> {
  return {
    ...(takesRaw(protocol) && form.isRaw && { RawMessageDelivery: "true" }),
    ...(form.isFiltered && { FilterPolicyScope: form.scope, FilterPolicy: form.filter }),
    ...(form.hasDeadLetterQueue && { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: form.deadLetterQueue }) }),
  };
}

export function takesRaw(protocol: string): boolean {
  return protocol === "sqs" || protocol === "http" || protocol === "https";
}

interface DeliveryFieldsProps {
  readonly form: DeliveryForm;
  readonly protocol: string;
  readonly change: (part: Partial<DeliveryForm>) => void;
}

/** Filter policy and redrive policy. */
export function DeliveryFields({ form, protocol, change }: DeliveryFieldsProps) {
  const queues = useQueueChoices(form.hasDeadLetterQueue);
  return (
    <SpaceBetween size="l">
      {takesRaw(protocol) && (
        <Container header={<Header variant="h2">Message delivery</Header>}>
          <Checkbox
            checked={form.isRaw}
            description="The endpoint is sent the message alone, without the envelope of Amazon SNS."
            onChange={({ detail }) => change({ isRaw: detail.checked })}
          >
            Enable raw message delivery
          </Checkbox>
        </Container>
      )}
      <Container
        header={
          <Header variant="h2" description="This policy filters the messages that a subscriber receives.">
            Subscription filter policy - optional
          </Header>
        }
      >
        <SpaceBetween size="l">
          <Checkbox checked={form.isFiltered} onChange={({ detail }) => change({ isFiltered: detail.checked })}>
            Subscription filter policy
          </Checkbox>
          {form.isFiltered && (
            <SpaceBetween size="l">
              <RadioGroup
                ariaLabel="Subscription filter policy scope"
                value={form.scope}
                items={[
                  {
                    value: "MessageAttributes",
                    label: "Message attributes",
                    description: "The filtering is applied on the message attributes.",
                  },
                  {
                    value: "MessageBody",
                    label: "Message body",
                    description: "The filtering is applied on the message body.",
                  },
                ]}
                onChange={({ detail }) => change({ scope: detail.value as DeliveryForm["scope"] })}
              />
              <EventPatternField
                label="JSON editor"
                description="Each name and the values that it may have; a message must match all of them."
                pattern={form.filter}
                onChange={(filter) => change({ filter })}
              />
            </SpaceBetween>
          )}
        </SpaceBetween>
      </Container>
      <Container
        header={
          <Header variant="h2" description="Send undeliverable messages to a dead-letter queue.">
            Redrive policy (dead-letter queue) - optional
          </Header>
        }
      >
        <SpaceBetween size="l">
          <Checkbox
            checked={form.hasDeadLetterQueue}
            onChange={({ detail }) => change({ hasDeadLetterQueue: detail.checked })}
          >
            Redrive policy (dead-letter queue)
          </Checkbox>
          {form.hasDeadLetterQueue && (
            <ChoiceField
              label="Dead-letter queue"
              description="The queue's access policy must let the topic send."
              value={form.deadLetterQueue}
              onChange={(deadLetterQueue) => change({ deadLetterQueue })}
              choices={queues}
              problem={checkArn(form.deadLetterQueue, "sqs", "a queue")}
            />
          )}
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}

const filterExample = `{
  "store": ["example_corp"]
}`;
