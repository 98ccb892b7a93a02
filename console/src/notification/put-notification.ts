import { LambdaClient } from "@aws-sdk/client-lambda";
import {
  type Event,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { ClientConstructor } from "../aws/clients.ts";
import { checkIsNew, type Made, makeWhole } from "../form/create.ts";
import { allowInvoke } from "../permission/allow-invoke.ts";
import { allowPublish } from "../permission/allow-publish.ts";
import { allowSend } from "../permission/allow-send.ts";
import { destinationKindOf, withNotification } from "./destinations.ts";
import type { NotificationFilter } from "./notification-fields.tsx";

type ClientOf = <C>(kind: ClientConstructor<C>) => C;

interface NewNotification {
  readonly bucket: string;
  readonly account: string;
  /** A function's, a queue's or a topic's ARN. */
  readonly destination: string;
  readonly id: string;
  readonly filter: NotificationFilter;
  /** Whether the destination's policy is to let S3 send to it. */
  readonly isAllowed: boolean;
}

/**
 * Lets the bucket send to the destination, then tells the bucket to. S3 checks the permission when it is told, so it comes first; a
 * function's is taken back if S3 refuses.
 */
export async function putNotification(client: ClientOf, notification: NewNotification): Promise<void> {
  const { bucket: Bucket, destination, id, filter } = notification;
  const s3 = client(S3Client);
  // Told twice of one name, S3 would take the second for the first.
  await checkIsNew(`an event notification ${id} of ${Bucket}`, async () => {
    const { LambdaFunctionConfigurations, QueueConfigurations, TopicConfigurations } = await s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket }),
    );
    return [
      ...(LambdaFunctionConfigurations ?? []),
      ...(QueueConfigurations ?? []),
      ...(TopicConfigurations ?? []),
    ].some(({ Id }) => Id === id);
  });
  await makeWhole(async (made) => {
    if (notification.isAllowed) await allow(client, notification, made);
    const { $metadata: _metadata, ...before } = await s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket }),
    );
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: withNotification(before, destination, {
          Id: id,
          Events: [...filter.events] as Event[],
          ...toFilter(filter),
        }),
      }),
    );
  });
}

async function allow(client: ClientOf, notification: NewNotification, made: Made): Promise<void> {
  const { bucket, account, destination } = notification;
  const service = "s3.amazonaws.com";
  const sourceArn = `arn:aws:s3:::${bucket}`;
  switch (destinationKindOf(destination)) {
    case "sns":
      return allowPublish(client(SNSClient), destination, { service, sourceArn });
    case "sqs":
      return allowSend(client(SQSClient), destination, { principal: { Service: service }, sourceArn });
    case "lambda": {
      const allowed = { functionArn: destination, principal: service, sourceArn, sourceAccount: account };
      return allowInvoke(client(LambdaClient), allowed, made);
    }
  }
}

export function newNotificationId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function toFilter({ prefix, suffix }: NotificationFilter) {
  const FilterRules = [
    ...(prefix ? [{ Name: "prefix" as const, Value: prefix }] : []),
    ...(suffix ? [{ Name: "suffix" as const, Value: suffix }] : []),
  ];
  return FilterRules.length > 0 ? { Filter: { Key: { FilterRules } } } : {};
}
