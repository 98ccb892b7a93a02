import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { InvokeCommand, LambdaClient, PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, type Message, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { createFunction } from "../support/create-function.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

const source = `
def handler(event, context):
    if event["fails"]:
        raise ValueError("no good")
    return {"saw": event}
`;
const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

describe("what becomes of an asynchronous event, told to a queue", () => {
  let squall: TestSquall;
  let lambda: LambdaClient;
  let sqs: SQSClient;

  before(async () => {
    squall = await startSquall();
    lambda = squall.client(LambdaClient);
    sqs = squall.client(SQSClient);
    for (const QueueName of ["told", "dead"]) await sqs.send(new CreateQueueCommand({ QueueName }));
    await createFunction(lambda, "works", zip({ "index.py": source }), {
      DeadLetterConfig: { TargetArn: queueArn("dead") },
    });
    const DestinationConfig = { OnSuccess: { Destination: queueArn("told") } };
    await lambda.send(
      new PutFunctionEventInvokeConfigCommand({ FunctionName: "works", MaximumRetryAttempts: 0, DestinationConfig }),
    );
  });
  after(() => squall.close());

  const invoke = (event: object) =>
    lambda.send(
      new InvokeCommand({
        FunctionName: "works",
        InvocationType: "Event",
        Payload: Buffer.from(JSON.stringify(event)),
      }),
    );
  const only = async (name: string): Promise<Message> => {
    const QueueUrl = `${squall.endpoint}/000000000000/${name}`;
    const receive = { QueueUrl, WaitTimeSeconds: 10, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(receive));
    assert.equal(Messages.length, 1);
    return Messages[0] as Message;
  };

  it("of a success its destination, of a failure its dead-letter queue", async () => {
    await invoke({ fails: false });
    const record = JSON.parse((await only("told")).Body ?? "");
    assert.deepEqual([record.requestContext.condition, record.responsePayload], ["Success", { saw: { fails: false } }]);
    await invoke({ fails: true });
    const { Body, MessageAttributes } = await only("dead");
    assert.deepEqual(
      [Body, MessageAttributes?.ErrorCode?.StringValue, MessageAttributes?.ErrorMessage?.StringValue],
      ['{"fails":true}', "200", "no good"],
    );
  });
});
