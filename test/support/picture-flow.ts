import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  type CreateFunctionCommandInput,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { createFunction } from "./create-function.ts";
import type { TestSquall } from "./squall.ts";
import { zip } from "./zip.ts";

const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:000000000000:${resource}`;

/** What an upload comes to, in order. */
export const onTheWay = {
  bucket: "arn:aws:s3:::flow-pictures",
  reader: arn("lambda", "function:flow-reader"),
  queue: arn("sqs", "flow-orders"),
  writer: arn("lambda", "function:flow-writer"),
  table: arn("dynamodb", "table/flow-sizes"),
} as const;

const reader = `
import boto3
def handler(event, context):
    key = event["Records"][0]["s3"]["object"]["key"]
    sqs = boto3.client("sqs")
    sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName="flow-orders")["QueueUrl"], MessageBody=key)
    return key
`;
const writer = `
import boto3
def handler(event, context):
    for record in event["Records"]:
        boto3.client("dynamodb").put_item(TableName="flow-sizes", Item={"id": {"S": record["body"]}})
        if record["body"] == "bad.png":
            raise ValueError("no picture")
`;

/** A bucket whose uploads go to a function, a queue, a second function and a table. */
export async function makePictureFlow(
  squall: TestSquall,
  more: Partial<CreateFunctionCommandInput> = {},
): Promise<void> {
  const lambda = squall.client(LambdaClient);
  const s3 = squall.client(S3Client, { forcePathStyle: true });
  const file = (content: string) => zip({ "index.py": { content, mode: 0o100644 } });
  await Promise.all([
    s3.send(new CreateBucketCommand({ Bucket: "flow-pictures" })),
    squall.client(SQSClient).send(new CreateQueueCommand({ QueueName: "flow-orders" })),
    squall.client(DynamoDBClient).send(
      new CreateTableCommand({
        TableName: "flow-sizes",
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    ),
    createFunction(lambda, "flow-reader", file(reader), { Timeout: 30, ...more }),
    createFunction(lambda, "flow-writer", file(writer), { Timeout: 30, ...more }),
  ]);
  const allowed = { Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com", SourceArn: onTheWay.bucket };
  await lambda.send(new AddPermissionCommand({ FunctionName: "flow-reader", StatementId: "s3", ...allowed }));
  await lambda.send(
    new CreateEventSourceMappingCommand({ FunctionName: "flow-writer", EventSourceArn: onTheWay.queue, BatchSize: 1 }),
  );
  const Events = ["s3:ObjectCreated:*" as const];
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: "flow-pictures",
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [{ LambdaFunctionArn: onTheWay.reader, Events }],
      },
    }),
  );
}

export async function uploadPicture(squall: TestSquall, Key: string): Promise<void> {
  await squall
    .client(S3Client, { forcePathStyle: true })
    .send(new PutObjectCommand({ Bucket: "flow-pictures", Key, Body: "picture" }));
}
