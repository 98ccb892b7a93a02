import { parseArn } from "../../../platform/arn.ts";
import type { AwsError } from "../../../platform/aws-error.ts";
import { jsonComplaint } from "../../event-pattern/json-complaint.ts";
import { checkSubscriptionDeliveryPolicy } from "../delivery-policies/check-delivery-policy.ts";
import { invalidParameter, notSupported } from "../errors.ts";
import { checkFilterPolicy } from "../filter-policies/filter-policy.ts";
import type { Subscription, SubscriptionAttributes } from "./subscription.ts";

/** What the attributes are of. */
export type Subscribed = Pick<Subscription, "protocol" | "endpoint"> & { readonly isFifoTopic: boolean };

/** The attributes of a new subscription, as they are kept. Throws InvalidParameter. Source: "Subscribe". */
export function checkNewAttributes(given: SubscriptionAttributes, subscribed: Subscribed): SubscriptionAttributes {
  let attributes: SubscriptionAttributes = {};
  const refuse = (reason: string) => invalidParameter(`Attributes Reason: ${reason}`);
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(rules, name)) throw refuse(`Unknown attribute: ${name}`);
    attributes = change(attributes, { name, value, subscribed, refuse });
  }
  checkFilter(attributes, refuse);
  return attributes;
}

/** A subscription's attributes with one that is changed. Throws InvalidParameter. Source: "SetSubscriptionAttributes". */
export function changeAttribute(
  former: SubscriptionAttributes,
  name: string,
  value: string,
  subscribed: Subscribed,
): SubscriptionAttributes {
  if (!Object.hasOwn(rules, name)) throw invalidParameter("AttributeName");
  const attributes = change(former, { name, value, subscribed, refuse: invalidParameter });
  if (name === "FilterPolicy" || name === "FilterPolicyScope") checkFilter(attributes, invalidParameter);
  return attributes;
}

type Refuse = (reason: string) => AwsError;

interface Change {
  readonly name: string;
  readonly value: string;
  readonly subscribed: Subscribed;
  readonly refuse: Refuse;
}

function change(former: SubscriptionAttributes, { name, value, subscribed, refuse }: Change): SubscriptionAttributes {
  const rule = rules[name] as Rule;
  const { [name]: _, ...others } = former;
  if (rule.mayBeEmpty && (value === "" || rule.empty?.test(value))) return others;
  return { ...others, [name]: rule.read(value, (reason) => refuse(`${name}: ${reason}`), subscribed) };
}

interface Rule {
  /** An empty text takes it away. */
  readonly mayBeEmpty?: true;
  /** What does, too. */
  readonly empty?: RegExp;
  /** Gives the value as it is kept, or throws. */
  readonly read: (value: string, refuse: Refuse, subscribed: Subscribed) => string;
}

const rules: Readonly<Record<string, Rule>> = {
  RawMessageDelivery: {
    read: (value, refuse, { protocol }) => {
      if (!/^(?:true|false)$/i.test(value)) throw refuse(`Invalid value [${value}]. Must be true or false.`);
      const raw = value.toLowerCase();
      if (raw === "true" && !["sqs", "http", "https"].includes(protocol))
        throw refuse(`Delivery protocol [${protocol}] does not support raw message delivery.`);
      return raw;
    },
  },
  // Source: "Removing a subscription filter policy in Amazon SNS".
  FilterPolicy: { mayBeEmpty: true, empty: /^\s*\{\s*\}\s*$/, read: (value) => value },
  FilterPolicyScope: {
    read: (value, refuse) => {
      if (value === "MessageBody" || value === "MessageAttributes") return value;
      throw refuse(`Invalid value [${value}]. Please use either MessageBody or MessageAttributes`);
    },
  },
  RedrivePolicy: { mayBeEmpty: true, read: checkRedrivePolicy },
  DeliveryPolicy: {
    mayBeEmpty: true,
    read: (value, refuse) => checkSubscriptionDeliveryPolicy(value, refuse),
  },
  ReplayPolicy: {
    mayBeEmpty: true,
    read: () => {
      throw notSupported("ReplayPolicy", "archives of messages and their replay");
    },
  },
  SubscriptionRoleArn: {
    mayBeEmpty: true,
    read: () => {
      throw notSupported("SubscriptionRoleArn", "the protocol firehose");
    },
  },
};

/** A policy and its scope, as they are together. */
function checkFilter({ FilterPolicy: policy, FilterPolicyScope: scope }: SubscriptionAttributes, refuse: Refuse): void {
  if (policy !== undefined)
    checkFilterPolicy(policy, scope === "MessageBody" ? "MessageBody" : "MessageAttributes", refuse);
}

function checkRedrivePolicy(value: string, refuse: Refuse, { isFifoTopic, endpoint }: Subscribed): string {
  const complaint = jsonComplaint(value);
  if (complaint !== undefined) throw refuse(`failed to parse JSON. ${complaint}`);
  const policy: unknown = JSON.parse(value);
  const target = (policy as { deadLetterTargetArn?: unknown } | null)?.deadLetterTargetArn;
  const arn = typeof target === "string" ? parseArn(target) : undefined;
  if (arn?.service !== "sqs") throw refuse("deadLetterTargetArn is an invalid arn");
  if (isFifoTopic && endpoint.endsWith(".fifo") && !arn.resource.endsWith(".fifo"))
    throw refuse("must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.");
  return JSON.stringify({ deadLetterTargetArn: target });
}

/** Of what `checkRedrivePolicy` has let through. */
export function deadLetterArnOf({ RedrivePolicy: json }: SubscriptionAttributes): string | undefined {
  return json === undefined ? undefined : (JSON.parse(json) as { deadLetterTargetArn: string }).deadLetterTargetArn;
}
