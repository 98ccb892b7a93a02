import assert from "node:assert/strict";
import { after, before, describe, it, test } from "node:test";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteSubscriptionFilterCommand,
  DescribeSubscriptionFiltersCommand,
  FilterLogEventsCommand,
  InvalidParameterException,
  PutLogEventsCommand,
  PutSubscriptionFilterCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  LambdaClient,
  RemovePermissionCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { eventually } from "../../../../test/support/eventually.ts";
import { labRole } from "../../../../test/support/lab.ts";
import { group, openLogs, stream } from "../../../../test/support/logs.ts";
import { refuses } from "../../../../test/support/refuses.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";
import { zip } from "../../../../test/support/zip.ts";

const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:reader";
const notExecutable =
  "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.";

test("a subscription is refused as AWS refuses it", async (context) => {
  const { call } = await openLogs(context);
  const invalid = "InvalidParameterException";
  const put = (destinationArn: string, input: object = {}) =>
    call("cloudwatch-logs", "PutSubscriptionFilter", {
      ...group,
      filterName: "f",
      filterPattern: "",
      destinationArn,
      ...input,
    });
  await refuses(put(functionArn), invalid, notExecutable);
  await refuses(
    put("arn:aws:kinesis:us-east-1:000000000000:stream/s"),
    invalid,
    "destinationArn for vendor kinesis cannot be used without roleArn",
  );
  const roleArn = "arn:aws:iam::000000000000:role/r";
  await refuses(
    put("arn:aws:firehose:us-east-1:000000000000:deliverystream/s", { roleArn }),
    invalid,
    /with firehose destinations/,
  );
  await refuses(
    put(functionArn.replace(":000000000000:", ":111111111111:"), { logGroupName: "none" }),
    "AccessDeniedException",
    /Cross-account lambda invocation/,
  );
  await refuses(put(functionArn.replace("us-east-1", "eu-west-1")), invalid, /account and region of the log group/);
  await refuses(
    put(functionArn, { roleArn: labRole }),
    invalid,
    "destinationArn for vendor lambda cannot be used with roleArn",
  );
  await refuses(put(functionArn, { filterPattern: "{" }), invalid, "Invalid filter pattern");
  await refuses(put(functionArn, { emitSystemFields: ["@aws.region"] }), invalid, /does not support system fields/);
  await refuses(put(functionArn, { logGroupName: "none" }), "ResourceNotFoundException", /log group does not exist/);
  await call("cloudwatch-logs", "CreateLogGroup", { logGroupName: "/aws/lambda/reader" });
  const reserved = "The log group provided is reserved for the function logs of the destination function.";
  await refuses(put(functionArn, { logGroupName: "/aws/lambda/reader" }), invalid, reserved);
  const none = call("cloudwatch-logs", "DeleteSubscriptionFilter", { ...group, filterName: "none" });
  await refuses(none, "ResourceNotFoundException", "The specified subscription filter does not exist.");
});

describe("a subscription with a function", () => {
  let squall: TestSquall;
  let logs: CloudWatchLogsClient;
  let lambda: LambdaClient;

  before(async () => {
    squall = await startSquall();
    logs = squall.client(CloudWatchLogsClient);
    lambda = squall.client(LambdaClient);
    await logs.send(new CreateLogGroupCommand(group));
    await logs.send(new CreateLogStreamCommand(stream));
    const code = `
      import { gunzipSync } from "node:zlib";
      export const handler = async ({ awslogs }) => {
        const batch = JSON.parse(gunzipSync(Buffer.from(awslogs.data, "base64")).toString());
        // A line of the log has not room for everything.
        for (const event of batch.logEvents) event.message = event.message.slice(0, 1000);
        console.log("DATA " + JSON.stringify(batch));
      };`;
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: "reader",
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role: labRole,
        Code: { ZipFile: zip({ "index.mjs": code }) },
      }),
    );
    const waiter = { client: lambda, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 };
    await waitUntilFunctionActiveV2(waiter, { FunctionName: "reader" });
  });
  after(async () => {
    logs.destroy();
    lambda.destroy();
    await squall.close();
  });

  const subscribe = (filterName: string, filterPattern: string) =>
    logs.send(new PutSubscriptionFilterCommand({ ...group, filterName, filterPattern, destinationArn: functionArn }));
  const unsubscribe = (filterName: string) => logs.send(new DeleteSubscriptionFilterCommand({ ...group, filterName }));
  const permit = (StatementId: string, Principal: string, SourceArn: string) =>
    lambda.send(
      new AddPermissionCommand({
        FunctionName: "reader",
        StatementId,
        Action: "lambda:InvokeFunction",
        Principal,
        SourceArn,
      }),
    );
  const put = (...messages: string[]) => {
    const logEvents = messages.map((message) => ({ timestamp: Date.now(), message }));
    return logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
  };
  /** What the function was given so far. */
  const received = async () => {
    const search = new FilterLogEventsCommand({ logGroupName: "/aws/lambda/reader", filterPattern: "DATA" });
    const { events = [] } = await logs.send(search).catch(() => ({ events: [] }));
    return events.map(({ message = "" }) => JSON.parse(message.slice(message.indexOf("DATA ") + 5)));
  };
  const receive = (count: number) =>
    eventually(async () => {
      const all = await received();
      return all.length >= count ? all : undefined;
    }, `${count} batches`);

  it("needs the function's permission, for this group", async () => {
    await assert.rejects(
      subscribe("f", ""),
      (error) => error instanceof InvalidParameterException && error.message === notExecutable,
    );
    await permit("other", "logs.amazonaws.com", "arn:aws:logs:us-east-1:000000000000:log-group:other:*");
    await assert.rejects(subscribe("f", ""), { message: notExecutable });
    // The older, regional name of the service does too.
    await permit("regional", "logs.us-east-1.amazonaws.com", "arn:aws:logs:us-east-1:000000000000:log-group:g:*");
    await subscribe("f", "");
    await unsubscribe("f");
    await lambda.send(new RemovePermissionCommand({ FunctionName: "reader", StatementId: "regional" }));
    await permit("this", "logs.amazonaws.com", "arn:aws:logs:us-east-1:000000000000:log-group:g:*");
  });

  it("brings the matching events of a batch in one call", async () => {
    await subscribe("errors", "ERROR");
    await put("ERROR one", "fine", "ERROR two");
    const [batch] = await receive(1);
    assert.deepEqual(
      { ...batch, logEvents: batch.logEvents.map(({ message }: { message: string }) => message) },
      {
        messageType: "DATA_MESSAGE",
        owner: "000000000000",
        logGroup: "g",
        logStream: "s",
        subscriptionFilters: ["errors"],
        logEvents: ["ERROR one", "ERROR two"],
      },
    );
    assert.match(batch.logEvents[0].id, /^\d{56}$/);
    assert.equal(typeof batch.logEvents[0].timestamp, "number");
    const found = await logs.send(new FilterLogEventsCommand({ ...group, filterPattern: "ERROR" }));
    assert.deepEqual(
      found.events?.map(({ eventId }) => eventId),
      batch.logEvents.map(({ id }: { id: string }) => id),
    );
  });

  it("two filters each get their own, a third has no room, and a deleted one gets none", async () => {
    await subscribe("all", "");
    await assert.rejects(subscribe("third", ""), { name: "LimitExceededException" });
    const { subscriptionFilters } = await logs.send(new DescribeSubscriptionFiltersCommand({ ...group, limit: 1 }));
    assert.deepEqual(
      { ...subscriptionFilters?.[0], creationTime: 0 },
      {
        filterName: "all",
        logGroupName: "g",
        filterPattern: "",
        destinationArn: functionArn,
        distribution: "ByLogStream",
        applyOnTransformedLogs: false,
        creationTime: 0,
      },
    );
    await put("ERROR three");
    const batches = (await receive(3)).slice(1);
    assert.deepEqual(batches.map(({ subscriptionFilters }) => subscriptionFilters[0]).sort(), ["all", "errors"]);
    await unsubscribe("errors");
    await put("ERROR four");
    const last = (await receive(4)).at(-1);
    assert.deepEqual(last.subscriptionFilters, ["all"]);
  });

  it("splits what Lambda would not take at once", async () => {
    // Such text compresses to four fifths of its size, which base64 makes more again.
    let state = 1;
    const noise = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return String.fromCharCode(33 + ((state >>> 24) % 90));
    };
    const sent = Array.from({ length: 16 }, () => Array.from({ length: 64_000 }, noise).join(""));
    await put(...sent);
    const parts = (await receive(6)).slice(4);
    assert.equal(parts.length, 2);
    const messages = parts.flatMap(({ logEvents }) => logEvents.map(({ message }: { message: string }) => message));
    assert.deepEqual(messages.sort(), sent.map((message) => message.slice(0, 1000)).sort());
  });
});
