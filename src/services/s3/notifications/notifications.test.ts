import assert from "node:assert/strict";
import { after, before, describe, it, test } from "node:test";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { eventually } from "../../../../test/support/eventually.ts";
import { labRole } from "../../../../test/support/lab.ts";
import { pictures as b, openS3Test } from "../../../../test/support/s3.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";
import { zip } from "../../../../test/support/zip.ts";
import { createAccessControl } from "../../iam/access/access-control.ts";
import { iam } from "../../iam/service.ts";
import { sqs } from "../../sqs/service.ts";
import { checkNotifications } from "./check-notifications.ts";

const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:teller";

const rule = (input: { prefix?: string; suffix?: string; events?: string[]; id?: string } = {}) => {
  const rules = [
    ...(input.prefix === undefined ? [] : [{ Name: "prefix" as const, Value: input.prefix }]),
    ...(input.suffix === undefined ? [] : [{ Name: "suffix" as const, Value: input.suffix }]),
  ];
  return {
    Id: input.id,
    LambdaFunctionArn: functionArn,
    Events: (input.events ?? ["s3:ObjectCreated:*"]) as never,
    ...(rules.length > 0 && { Filter: { Key: { FilterRules: rules } } }),
  };
};

test("a configuration is checked as AWS checks it", () => {
  const check = (...LambdaFunctionConfigurations: object[]) => {
    let ids = 0;
    return checkNotifications({ LambdaFunctionConfigurations } as NotificationConfiguration, () => `id-${++ids}`);
  };
  const refuses = (message: RegExp | string, ...rules: object[]) =>
    assert.throws(() => check(...rules), { name: "InvalidArgument", message });
  assert.deepEqual(
    check(rule({ prefix: "in/", suffix: ".png" })).map(({ id, prefix, suffix }) => [id, prefix, suffix]),
    [["id-1", "in/", ".png"]],
  );
  refuses(
    "Configurations overlap. Configurations on the same bucket cannot share a common event type.",
    rule(),
    rule({ events: ["s3:ObjectCreated:Put"] }),
  );
  const ambiguous = /^Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules/;
  refuses(ambiguous, rule({ prefix: "a" }), rule({ prefix: "ab" }));
  refuses(ambiguous, rule({ suffix: ".png" }), rule({ prefix: "in/" }));
  refuses(ambiguous, rule({ prefix: "in/" }), rule());
  refuses(ambiguous, rule({ suffix: "g" }), rule({ suffix: ".png" }));
  check(rule({ prefix: "a" }), rule({ prefix: "b" }));
  check(rule({ suffix: ".png" }), rule({ suffix: ".jpg" }));
  check(rule({ prefix: "a", suffix: ".png" }), rule({ prefix: "a", suffix: ".jpg" }));
  check(rule(), rule({ events: ["s3:ObjectRemoved:*"] }));
  refuses("The event is not supported for notifications", rule({ events: ["s3:ObjectSeen:*"] }));
  refuses(/IDs must be unique/, rule({ id: "x", prefix: "a" }), rule({ id: "x", prefix: "b" }));
  refuses("The ARN could not be parsed", { ...rule(), LambdaFunctionArn: "arn:aws:lambda:teller" });
  const twice = {
    Key: {
      FilterRules: [
        { Name: "prefix", Value: "a" },
        { Name: "Prefix", Value: "b" },
      ],
    },
  };
  refuses("Cannot specify more than one prefix rule in a filter.", { ...rule(), Filter: twice });
  const wrong = { Key: { FilterRules: [{ Name: "infix", Value: "a" }] } };
  refuses("filter rule name must be either prefix or suffix", { ...rule(), Filter: wrong });
  refuses(/cannot exceed 1024 bytes/, rule({ prefix: "x".repeat(1025) }));
});

test("destinations that Squall has not are refused as AWS refuses ones that do not exist", async (context) => {
  const { call } = await openS3Test(context);
  const put = (NotificationConfiguration: NotificationConfiguration, SkipDestinationValidation?: boolean) =>
    call("s3", "PutBucketNotificationConfiguration", { ...b, NotificationConfiguration, SkipDestinationValidation });
  const QueueArn = "arn:aws:sqs:us-east-1:000000000000:q";
  const TopicArn = "arn:aws:sns:us-east-1:000000000000:t";
  const Events = ["s3:ObjectTagging:*" as const];
  const removed = ["s3:ObjectRemoved:*" as const];
  const queues = { QueueConfigurations: [{ QueueArn, Events: removed }], TopicConfigurations: [{ TopicArn, Events }] };
  await assert.rejects(put({ ...queues, LambdaFunctionConfigurations: [rule()] }), {
    name: "InvalidArgument",
    message: "Unable to validate the following destination configurations",
    fields: {
      ArgumentName1: QueueArn,
      ArgumentValue1: "The destination queue does not exist",
      ArgumentName2: TopicArn,
      ArgumentValue2: "The destination topic does not exist",
      ArgumentName3: `${functionArn}, null`,
      ArgumentValue3: `Not authorized to invoke function [${functionArn}]`,
    },
  });
  await put(queues, true);
  const shown = await call("s3", "GetBucketNotificationConfiguration", b);
  assert.equal(shown.TopicConfigurations?.[0]?.TopicArn, TopicArn);
  assert.equal(shown.QueueConfigurations?.[0]?.QueueArn, QueueArn);
  await put({ LambdaFunctionConfigurations: [rule()] }, true);
  const { LambdaFunctionConfigurations } = await call("s3", "GetBucketNotificationConfiguration", b);
  assert.equal(LambdaFunctionConfigurations?.[0]?.LambdaFunctionArn, functionArn);
  // The function is not there: the event is lost, as on AWS, and the upload is not disturbed.
  await call("s3", "PutObject", { ...b, Key: "k" });
  await put({});
  assert.deepEqual(await call("s3", "GetBucketNotificationConfiguration", b), {});
});

describe("notifications, told to a function", () => {
  let squall: TestSquall;
  let s3: S3Client;
  let lambda: LambdaClient;
  let logs: CloudWatchLogsClient;

  before(async () => {
    squall = await startSquall();
    s3 = squall.client(S3Client, { forcePathStyle: true });
    lambda = squall.client(LambdaClient);
    logs = squall.client(CloudWatchLogsClient);
    await s3.send(new CreateBucketCommand(b));
    const code = "export const handler = async (event) => { console.log('EVENT ' + JSON.stringify(event)); };";
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: "teller",
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role: labRole,
        Code: { ZipFile: zip({ "index.mjs": code }) },
      }),
    );
    await waitUntilFunctionActiveV2(
      { client: lambda, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 },
      { FunctionName: "teller" },
    );
  });
  after(() => squall.close());

  const configure = (...LambdaFunctionConfigurations: object[]) =>
    s3.send(
      new PutBucketNotificationConfigurationCommand({
        ...b,
        NotificationConfiguration: { LambdaFunctionConfigurations } as NotificationConfiguration,
      }),
    );

  /** The records of all events so far, in the order of their changes. */
  const records = async () => {
    const { events = [] } = await logs.send(
      new FilterLogEventsCommand({ logGroupName: "/aws/lambda/teller", filterPattern: "EVENT" }),
    );
    const parsed = events.map(({ message = "" }) => JSON.parse(message.slice(message.indexOf("EVENT ") + 6)).Records);
    // biome-ignore lint/suspicious/noExplicitAny: what the function received is what is tested.
    const all: any[] = parsed.flat();
    return all.toSorted((one, other) => (one.eventTime < other.eventTime ? -1 : 1));
  };

  /** Makes a change and gives the record that comes of it. */
  const recordOf = async (change: () => Promise<unknown>) => {
    const known = new Set((await records().catch(() => [])).map(idOf));
    await change();
    return eventually(
      async () => (await records().catch(() => [])).find((record) => !known.has(idOf(record))),
      "the event",
    );
  };

  const idOf = (record: { responseElements: Record<string, string>; eventName: string }) =>
    record.responseElements["x-amz-request-id"] + record.eventName;

  it("refuses a function that does not let S3 call it, and takes it when it does", async () => {
    await assert.rejects(configure(rule()), {
      name: "InvalidArgument",
      message: "Unable to validate the following destination configurations",
      ArgumentName1: `${functionArn}, null`,
      ArgumentValue1: `Not authorized to invoke function [${functionArn}]`,
    });
    const permission = { FunctionName: "teller", Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com" };
    await lambda.send(
      new AddPermissionCommand({ ...permission, StatementId: "another", SourceArn: "arn:aws:s3:::another-bucket" }),
    );
    await assert.rejects(configure(rule()), { name: "InvalidArgument" });
    await lambda.send(
      new AddPermissionCommand({
        ...permission,
        StatementId: "this",
        SourceArn: "arn:aws:s3:::pictures",
        SourceAccount: "000000000000",
      }),
    );
    const events = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:ObjectTagging:*"];
    await configure(rule({ id: "told", prefix: "in/", suffix: ".png", events }));
    const shown = await s3.send(new GetBucketNotificationConfigurationCommand(b));
    assert.deepEqual(shown.LambdaFunctionConfigurations, [
      {
        Id: "told",
        LambdaFunctionArn: functionArn,
        Events: events,
        Filter: {
          Key: {
            FilterRules: [
              { Name: "Prefix", Value: "in/" },
              { Name: "Suffix", Value: ".png" },
            ],
          },
        },
      },
    ]);
  });

  it("has AWS's message for an upload", async () => {
    const record = await recordOf(async () => {
      await s3.send(new PutObjectCommand({ ...b, Key: "elsewhere/a.png", Body: "not told" }));
      await s3.send(new PutObjectCommand({ ...b, Key: "in/a b+ü.png", Body: "hello" }));
    });
    assert.match(record.eventTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.match(record.responseElements["x-amz-request-id"], /^[0-9A-Z]{16}$/);
    assert.match(record.s3.object.sequencer, /^[0-9A-F]{16,24}$/);
    assert.deepEqual(record, {
      eventVersion: "2.1",
      eventSource: "aws:s3",
      awsRegion: "us-east-1",
      eventTime: record.eventTime,
      eventName: "ObjectCreated:Put",
      userIdentity: { principalId: record.userIdentity.principalId },
      requestParameters: { sourceIPAddress: "127.0.0.1" },
      responseElements: record.responseElements,
      s3: {
        s3SchemaVersion: "1.0",
        configurationId: "told",
        bucket: {
          name: "pictures",
          ownerIdentity: { principalId: record.s3.bucket.ownerIdentity.principalId },
          arn: "arn:aws:s3:::pictures",
        },
        object: {
          key: "in/a+b%2B%C3%BC.png",
          size: 5,
          eTag: "5d41402abc4b2a76b9719d911017c592",
          sequencer: record.s3.object.sequencer,
        },
      },
    });
  });

  it("names every kind of change", async () => {
    const k = { ...b, Key: "in/k.png" };
    const seen: [string, string][] = [];
    let sequencer = "";
    const change = async (name: string, work: () => Promise<unknown>) => {
      const record = await recordOf(work);
      seen.push([name, record.eventName]);
      if (record.s3.object.sequencer !== undefined) {
        assert.ok(record.s3.object.sequencer > sequencer, "sequencers grow");
        sequencer = record.s3.object.sequencer;
      }
      return record;
    };
    await change("ObjectCreated:Put", () => s3.send(new PutObjectCommand({ ...k, Body: "1" })));
    await change("ObjectCreated:Copy", () =>
      s3.send(new CopyObjectCommand({ ...k, CopySource: "pictures/elsewhere/a.png" })),
    );
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(k));
    const { ETag } = await s3.send(new UploadPartCommand({ ...k, UploadId, PartNumber: 1, Body: "part" }));
    const Parts = [{ PartNumber: 1, ETag }];
    await change("ObjectCreated:CompleteMultipartUpload", () =>
      s3.send(new CompleteMultipartUploadCommand({ ...k, UploadId, MultipartUpload: { Parts } })),
    );
    const Tagging = { TagSet: [{ Key: "a", Value: "1" }] };
    await change("ObjectTagging:Put", () => s3.send(new PutObjectTaggingCommand({ ...k, Tagging })));
    await change("ObjectTagging:Delete", () => s3.send(new DeleteObjectTaggingCommand(k)));
    const removal = await change("ObjectRemoved:Delete", () => s3.send(new DeleteObjectCommand(k)));
    assert.deepEqual(Object.keys(removal.s3.object), ["key", "sequencer"]);
    await s3.send(new PutBucketVersioningCommand({ ...b, VersioningConfiguration: { Status: "Enabled" } }));
    const versioned = await change("ObjectCreated:Put", () => s3.send(new PutObjectCommand({ ...k, Body: "2" })));
    assert.match(versioned.s3.object.versionId, /^[0-9A-Za-z]{32}$/);
    await change("ObjectRemoved:DeleteMarkerCreated", () => s3.send(new DeleteObjectCommand(k)));
    for (const [expected, actual] of seen) assert.equal(actual, expected);
  });

  it("loses the events of a function that is gone", async () => {
    await configure(rule({ id: "late", events: ["s3:ObjectCreated:*"] }));
    await lambda.send(new DeleteFunctionCommand({ FunctionName: "teller" }));
    await s3.send(new PutObjectCommand({ ...b, Key: "lost", Body: "x" }));
    await assert.rejects(configure(rule()), { name: "InvalidArgument" });
  });
});

describe("notifications, told to a queue", () => {
  const QueueArn = "arn:aws:sqs:us-east-1:000000000000:uploads";
  const Events = ["s3:ObjectCreated:*" as const];

  it("need the queue and its policy, begin with a test event, and carry the records", async (context) => {
    const { call, table } = await openS3Test(context, [sqs, iam], { access: createAccessControl, auth: "enforce" });
    const { outbox } = table.host.storage;
    const put = () =>
      call("s3", "PutBucketNotificationConfiguration", {
        ...b,
        NotificationConfiguration: { QueueConfigurations: [{ Id: "q", QueueArn, Events }] },
      });
    const refused = (ArgumentValue1: string) => ({
      name: "InvalidArgument",
      message: "Unable to validate the following destination configurations",
      fields: { ArgumentName1: QueueArn, ArgumentValue1 },
    });
    await assert.rejects(put(), refused("The destination queue does not exist"));
    const { QueueUrl = "" } = await call("sqs", "CreateQueue", { QueueName: "uploads" });
    await assert.rejects(
      put(),
      refused("Permissions on the destination queue do not allow S3 to publish notifications from this bucket"),
    );
    const allow = {
      Effect: "Allow",
      Principal: { Service: "s3.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: QueueArn,
      Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::pictures" } },
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [allow] });
    await call("sqs", "SetQueueAttributes", { QueueUrl, Attributes: { Policy } });
    await put();
    assert.deepEqual(await call("s3", "GetBucketNotificationConfiguration", b), {
      QueueConfigurations: [{ Id: "q", Events, QueueArn }],
    });
    const bodies = async () => {
      const { Messages = [] } = await call("sqs", "ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10 });
      return Messages.map(({ Body = "" }) => JSON.parse(Body));
    };
    const [test, ...none] = await bodies();
    assert.deepEqual(
      [test.Service, test.Event, test.Bucket, none.length],
      ["Amazon S3", "s3:TestEvent", "pictures", 0],
    );
    await call("s3", "PutObject", { ...b, Key: "a b.txt", Body: "text" as never });
    await outbox.idle();
    const [{ Records }, ...others] = await bodies();
    assert.deepEqual(others, []);
    assert.deepEqual(
      [Records[0].eventName, Records[0].s3.configurationId, Records[0].s3.object.key, Records[0].s3.object.size],
      ["ObjectCreated:Put", "q", "a+b.txt", 4],
    );
  });
});
