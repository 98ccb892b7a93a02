import type { QueueAttributes } from "../queue/queue.ts";
import { type Duration, toDuration, toSeconds } from "./durations.ts";

/** What the form of a queue has, new or edited. */
export interface QueueForm {
  readonly name: string;
  readonly isFifo: boolean;
  readonly visibility: Duration;
  readonly retention: Duration;
  readonly delay: Duration;
  readonly wait: string;
  readonly maximumKiB: string;
  readonly deduplicatesByContent: boolean;
  readonly isHighThroughput: boolean;
  readonly encryption: "none" | "sqs" | "kms";
  readonly key: string;
  readonly keyReuse: Duration;
  /** JSON; empty: none. */
  readonly policy: string;
  readonly redriveAllow: "default" | "allowAll" | "byQueue" | "denyAll";
  readonly redriveSources: readonly string[];
  readonly hasDeadLetterQueue: boolean;
  readonly deadLetterQueue: string;
  readonly maximumReceives: string;
}

export function toForm(name: string, attributes: QueueAttributes): QueueForm {
  const redrive = JSON.parse(attributes.RedrivePolicy || "{}");
  const allow = JSON.parse(attributes.RedriveAllowPolicy || "{}");
  const seconds = (attribute: string, otherwise: number) => toDuration(Number(attributes[attribute] ?? otherwise));
  return {
    name,
    isFifo: attributes.FifoQueue === "true",
    visibility: seconds("VisibilityTimeout", 30),
    retention: seconds("MessageRetentionPeriod", 345_600),
    delay: seconds("DelaySeconds", 0),
    wait: attributes.ReceiveMessageWaitTimeSeconds ?? "0",
    maximumKiB: String(Number(attributes.MaximumMessageSize ?? 1_048_576) / 1_024),
    deduplicatesByContent: attributes.ContentBasedDeduplication === "true",
    isHighThroughput: attributes.FifoThroughputLimit === "perMessageGroupId",
    encryption: attributes.KmsMasterKeyId ? "kms" : attributes.SqsManagedSseEnabled === "false" ? "none" : "sqs",
    key: attributes.KmsMasterKeyId || "alias/aws/sqs",
    keyReuse: seconds("KmsDataKeyReusePeriodSeconds", 300),
    policy: attributes.Policy ?? "",
    redriveAllow: allow.redrivePermission ?? "default",
    redriveSources: allow.sourceQueueArns ?? [],
    hasDeadLetterQueue: redrive.deadLetterTargetArn !== undefined,
    deadLetterQueue: redrive.deadLetterTargetArn ?? "",
    maximumReceives: String(redrive.maxReceiveCount ?? 10),
  };
}

/** All attributes that the form says, as CreateQueue and SetQueueAttributes take them; an empty text takes one away. */
export function toAttributes(form: QueueForm): Record<string, string> {
  const { encryption, redriveAllow: redrivePermission } = form;
  return {
    VisibilityTimeout: String(toSeconds(form.visibility)),
    MessageRetentionPeriod: String(toSeconds(form.retention)),
    DelaySeconds: String(toSeconds(form.delay)),
    ReceiveMessageWaitTimeSeconds: form.wait,
    MaximumMessageSize: String(Number(form.maximumKiB) * 1_024),
    ...(form.isFifo && {
      ContentBasedDeduplication: String(form.deduplicatesByContent),
      DeduplicationScope: form.isHighThroughput ? "messageGroup" : "queue",
      FifoThroughputLimit: form.isHighThroughput ? "perMessageGroupId" : "perQueue",
    }),
    ...(encryption === "kms"
      ? { KmsMasterKeyId: form.key, KmsDataKeyReusePeriodSeconds: String(toSeconds(form.keyReuse)) }
      : { KmsMasterKeyId: "", SqsManagedSseEnabled: String(encryption === "sqs") }),
    Policy: form.policy.trim(),
    RedrivePolicy: form.hasDeadLetterQueue
      ? JSON.stringify({
          deadLetterTargetArn: form.deadLetterQueue,
          maxReceiveCount: Number(form.maximumReceives),
        })
      : "",
    RedriveAllowPolicy:
      redrivePermission === "default"
        ? ""
        : JSON.stringify({
            redrivePermission,
            ...(redrivePermission === "byQueue" && { sourceQueueArns: form.redriveSources }),
          }),
  };
}

/** Those that differ from what the queue has. */
export function changedAttributes(before: QueueForm, after: QueueForm): Record<string, string> {
  const were = toAttributes(before);
  const changed = Object.fromEntries(
    Object.entries(toAttributes(after)).filter(([name, value]) => were[name] !== value),
  );
  // High throughput is two attributes that must be changed together.
  if (changed.FifoThroughputLimit || changed.DeduplicationScope) {
    const { DeduplicationScope = "queue", FifoThroughputLimit = "perQueue" } = toAttributes(after);
    Object.assign(changed, { DeduplicationScope, FifoThroughputLimit });
  }
  return changed;
}

/** For a new queue nothing is there to be taken away. */
export function newAttributes(form: QueueForm): Record<string, string> {
  const all = Object.entries(toAttributes(form)).filter(([, value]) => value !== "");
  return { ...Object.fromEntries(all), ...(form.isFifo && { FifoQueue: "true" }) };
}

/** What AWS's console gives a queue whose access policy is left at *Basic*. */
export function ownerPolicy(arn: string, account: string): string {
  return JSON.stringify(
    {
      Version: "2012-10-17",
      Id: "__default_policy_ID",
      Statement: [
        {
          Sid: "__owner_statement",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: "SQS:*",
          Resource: arn,
        },
      ],
    },
    undefined,
    2,
  );
}
