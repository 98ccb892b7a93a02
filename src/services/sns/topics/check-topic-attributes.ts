import type { AwsError } from "../../../platform/aws-error.ts";
import { feedbackProtocols } from "../deliveries/feedback.ts";
import { checkTopicDeliveryPolicy } from "../delivery-policies/check-delivery-policy.ts";
import { invalidParameter, notSupported } from "../errors.ts";
import { limits } from "../limits.ts";
import { checkTopicPolicy } from "../permissions/topic-policy.ts";
import type { Attributes } from "./topic.ts";

/** The attributes of a new topic, as they are kept. Throws InvalidParameter. Source: "CreateTopic". */
export function checkNewAttributes(given: Attributes, isFifo: boolean): Attributes {
  let attributes: Attributes = isFifo ? { FifoTopic: "true" } : {};
  for (const [name, value] of Object.entries(given)) {
    if (name === "FifoTopic") {
      if (!isTruth(value))
        throw invalidParameter(`Attributes Reason: FifoTopic: Invalid value [${value}]. Must be true or false.`);
      continue;
    }
    if (!Object.hasOwn(rules, name)) throw invalidParameter(`Attributes Reason: Unknown attribute ${name}`);
    attributes = change(attributes, { name, value, isFifo, isNew: true });
  }
  return attributes;
}

/** A topic's attributes with one that is changed. Throws InvalidParameter. Source: "SetTopicAttributes". */
export function changeAttribute(former: Attributes, name: string, value: string, isFifo: boolean): Attributes {
  if (!Object.hasOwn(rules, name)) throw invalidParameter("AttributeName");
  return change(former, { name, value, isFifo, isNew: false });
}

interface Change {
  readonly name: string;
  readonly value: string;
  readonly isFifo: boolean;
  readonly isNew: boolean;
}

function change(former: Attributes, { name, value, isFifo, isNew }: Change): Attributes {
  const rule = rules[name] as Rule;
  const refuse = (reason: string) =>
    isNew ? invalidParameter(`Attributes Reason: ${reason}`) : invalidParameter(reason);
  if (rule.onlyFifo !== undefined && !isFifo) throw refuse(rule.onlyFifo);
  const { [name]: _, ...others } = former;
  if (value === "" && rule.mayBeEmpty) return others;
  return { ...others, [name]: rule.read(value, name, refuse) };
}

interface Rule {
  /** What it is refused by on a standard topic. */
  readonly onlyFifo?: string;
  /** An empty text takes it away. */
  readonly mayBeEmpty?: true;
  /** Gives the value as it is kept, or throws. */
  readonly read: (value: string, name: string, refuse: (reason: string) => AwsError) => string;
}

const rules: Readonly<Record<string, Rule>> = {
  DisplayName: {
    read: (value, name, refuse) => {
      if (value.length > limits.displayNameLength) throw refuse(name);
      return value;
    },
  },
  Policy: {
    mayBeEmpty: true,
    read: (value) => {
      checkTopicPolicy(value);
      return value;
    },
  },
  DeliveryPolicy: {
    mayBeEmpty: true,
    read: (value, name, refuse) => checkTopicDeliveryPolicy(value, (reason) => refuse(`${name}: ${reason}`)),
  },
  KmsMasterKeyId: { mayBeEmpty: true, read: (value) => value },
  SignatureVersion: { read: oneOf("1", "2") },
  TracingConfig: {
    read: (value, name, refuse) => {
      if (value === "Active") throw notSupported(name, "segments of X-Ray (TracingConfig Active)");
      return oneOf("PassThrough")(value, name, refuse);
    },
  },
  ContentBasedDeduplication: {
    onlyFifo: "Content-based deduplication can only be set for FIFO topics",
    read: (value, name, refuse) => {
      if (!isTruth(value)) throw refuse(`${name}: Invalid value [${value}]. Must be true or false.`);
      return value.toLowerCase();
    },
  },
  FifoThroughputScope: {
    onlyFifo: "FifoThroughputScope can only be set for FIFO topics",
    read: oneOf("Topic", "MessageGroup"),
  },
  ArchivePolicy: {
    mayBeEmpty: true,
    read: (_value, name) => {
      throw notSupported(name, "archives of messages and their replay");
    },
  },
  ...Object.fromEntries(
    feedbackProtocols.flatMap((protocol): [string, Rule][] => [
      [`${protocol}SuccessFeedbackRoleArn`, { mayBeEmpty: true, read: role }],
      [`${protocol}FailureFeedbackRoleArn`, { mayBeEmpty: true, read: role }],
      [`${protocol}SuccessFeedbackSampleRate`, { mayBeEmpty: true, read: percent }],
    ]),
  ),
  // A rate alone asks for nothing: Terraform sets it for every protocol.
  FirehoseSuccessFeedbackSampleRate: { mayBeEmpty: true, read: percent },
  ...Object.fromEntries(
    ["SuccessFeedbackRoleArn", "FailureFeedbackRoleArn"].map((name): [string, Rule] => [
      `Firehose${name}`,
      {
        mayBeEmpty: true,
        read: () => {
          throw notSupported(`Firehose${name}`, "Firehose");
        },
      },
    ]),
  ),
};

function oneOf(...values: readonly string[]): Rule["read"] {
  return (value, name, refuse) => {
    if (!values.includes(value))
      throw refuse(`${name}: Invalid value [${value}]. Must be one of: ${values.join(", ")}.`);
    return value;
  };
}

function role(value: string, name: string, refuse: (reason: string) => AwsError): string {
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(value)) throw refuse(name);
  return value;
}

function percent(value: string, name: string, refuse: (reason: string) => AwsError): string {
  if (!/^\d{1,3}$/.test(value) || Number(value) > 100) throw refuse(name);
  return value;
}

function isTruth(value: string): boolean {
  return /^(?:true|false)$/i.test(value);
}
