import { AddPermissionCommand, type LambdaClient, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import {
  type Event,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { checkIsNew, makeWhole } from "../form/create.ts";
import type { NotificationFilter } from "./notification-fields.tsx";

interface NewNotification {
  readonly bucket: string;
  readonly account: string;
  readonly functionArn: string;
  readonly id: string;
  readonly filter: NotificationFilter;
}

/**
 * Lets the bucket invoke the function, then tells the bucket to: the two calls that AWS's console makes. S3 checks the permission
 * when it is told, so it comes first, and is taken back if S3 refuses.
 */
export async function putNotification(
  clients: { s3: S3Client; lambda: LambdaClient },
  notification: NewNotification,
): Promise<void> {
  const { bucket: Bucket, functionArn, id, filter } = notification;
  // Told twice of one name, S3 would take the second for the first.
  await checkIsNew(`an event notification ${id} of ${Bucket}`, async () => {
    const { LambdaFunctionConfigurations, QueueConfigurations, TopicConfigurations } = await clients.s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket }),
    );
    return [
      ...(LambdaFunctionConfigurations ?? []),
      ...(QueueConfigurations ?? []),
      ...(TopicConfigurations ?? []),
    ].some(({ Id }) => Id === id);
  });
  const StatementId = `lambda-${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
  await makeWhole(async (made) => {
    await clients.lambda.send(
      new AddPermissionCommand({
        FunctionName: functionArn,
        StatementId,
        Action: "lambda:InvokeFunction",
        Principal: "s3.amazonaws.com",
        SourceArn: `arn:aws:s3:::${Bucket}`,
        SourceAccount: notification.account,
      }),
    );
    made(`the statement ${StatementId}, which lets S3 invoke the function`, () =>
      clients.lambda.send(new RemovePermissionCommand({ FunctionName: functionArn, StatementId })),
    );
    const { $metadata: _metadata, ...before } = await clients.s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket }),
    );
    await clients.s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: {
          ...before,
          LambdaFunctionConfigurations: [
            ...(before.LambdaFunctionConfigurations ?? []),
            { Id: id, LambdaFunctionArn: functionArn, Events: [...filter.events] as Event[], ...toFilter(filter) },
          ],
        },
      }),
    );
  });
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
