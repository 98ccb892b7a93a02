import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type Recorded, recordingServices } from "../../../../test/support/recording-services.ts";
import { openS3Test, pictures } from "../../../../test/support/s3.ts";
import { AwsError } from "../../../platform/aws-error.ts";

const TopicArn = "arn:aws:sns:us-east-1:000000000000:news";
const put = { ...pictures, Key: "k e y", Body: "text" as never };

/** What EventBridge and SNS were told, with S3's events to both. */
async function openRig(context: TestContext, refusal?: AwsError) {
  const calls: Recorded[] = [];
  const services = recordingServices(
    { sns: ["Publish", "GetTopicAttributes"], eventbridge: ["PutEvents"] },
    calls,
    ({ operation, context: { principal } }) => {
      if (refusal && (operation === "Publish" || refusal.code === "NotFound")) throw refusal;
      if (operation !== "GetTopicAttributes") assert.equal(principal.arn, "s3.amazonaws.com");
      return { Entries: [{}] };
    },
  );
  const test = await openS3Test(context, services);
  const { outbox, timers } = test.table.host.storage;
  const settle = async () => {
    await timers.idle();
    await outbox.idle();
  };
  const told = async (operation: "Publish" | "PutEvents") => {
    await settle();
    return calls.splice(0).filter((call) => call.operation === operation);
  };
  return {
    ...test,
    settle,
    configure: (NotificationConfiguration: object) =>
      test.call("s3", "PutBucketNotificationConfiguration", { ...pictures, NotificationConfiguration }),
    published: () => told("Publish"),
    /** Detail type and detail of each event. */
    events: async () =>
      (await told("PutEvents")).map(({ input }) => {
        const [{ Source, DetailType, Resources, Detail, EventBusName }] = input.Entries;
        assert.deepEqual([Source, Resources], ["aws.s3", ["arn:aws:s3:::pictures"]]);
        assert.equal(EventBusName, "arn:aws:events:us-east-1:000000000000:event-bus/default");
        return [DetailType, JSON.parse(Detail)] as const;
      }),
  };
}

test("a topic gets the test event, then each event, by S3 itself and on the bucket's behalf", async (context) => {
  const { configure, published, call } = await openRig(context);
  await configure({ TopicConfigurations: [{ Id: "t", TopicArn, Events: ["s3:ObjectCreated:*"] }] });
  const [tested] = await published();
  const { HostId, RequestId, Time, ...message } = JSON.parse(tested?.input.Message);
  assert.deepEqual(message, { Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "pictures" });
  assert.ok(HostId && RequestId && Time);
  await call("s3", "PutObject", put);
  const [event, ...others] = await published();
  assert.equal(others.length, 0);
  assert.deepEqual(
    [event?.input.TopicArn, event?.input.Subject, event?.context.sourceArn],
    [TopicArn, "Amazon S3 Notification", "arn:aws:s3:::pictures"],
  );
  const [record] = JSON.parse(event?.input.Message).Records;
  assert.deepEqual([record.eventName, record.s3.object.key], ["ObjectCreated:Put", "k+e+y"]);
  const shown = await call("s3", "GetBucketNotificationConfiguration", pictures);
  assert.deepEqual(shown, { TopicConfigurations: [{ Id: "t", TopicArn, Events: ["s3:ObjectCreated:*"] }] });
});

test("a topic that is not there, or does not let S3 in, is refused in AWS's words", async (context) => {
  const configuration = { TopicConfigurations: [{ TopicArn, Events: ["s3:ObjectCreated:*"] }] };
  for (const [code, value] of [
    ["NotFound", "The destination topic does not exist"],
    [
      "AuthorizationError",
      "Permissions on the destination topic do not allow S3 to publish notifications from this bucket",
    ],
  ] as const) {
    const { configure } = await openRig(context, new AwsError(code, "refused", { status: 403 }));
    await assert.rejects(configure(configuration), {
      name: "InvalidArgument",
      message: "Unable to validate the following destination configurations",
      fields: { ArgumentName1: TopicArn, ArgumentValue1: value },
    });
  }
});

test("EventBridge gets every event, in its own words", async (context) => {
  const { configure, events, call } = await openRig(context);
  await configure({ EventBridgeConfiguration: {} });
  assert.deepEqual(await call("s3", "GetBucketNotificationConfiguration", pictures), { EventBridgeConfiguration: {} });
  await call("s3", "PutObject", put);
  const [created] = await events();
  const detail = created?.[1];
  assert.equal(created?.[0], "Object Created");
  assert.deepEqual(detail, {
    version: "0",
    bucket: { name: "pictures" },
    object: {
      key: "k e y",
      size: 4,
      etag: "1cb251ec0d568de6a929b520c4aed8d1",
      sequencer: detail.object.sequencer,
    },
    "request-id": detail["request-id"],
    requester: "000000000000",
    "source-ip-address": "127.0.0.1",
    reason: "PutObject",
  });
  const Tagging = { TagSet: [{ Key: "a", Value: "b" }] };
  await call("s3", "PutObjectTagging", { ...pictures, Key: put.Key, Tagging });
  await call("s3", "DeleteObjectTagging", { ...pictures, Key: put.Key });
  await call("s3", "DeleteObject", { ...pictures, Key: put.Key });
  await call("s3", "PutBucketVersioning", { ...pictures, VersioningConfiguration: { Status: "Enabled" } });
  await call("s3", "PutObject", put);
  await call("s3", "DeleteObject", { ...pictures, Key: put.Key });
  const told = await events();
  assert.deepEqual(
    told.map(([type, { reason, "deletion-type": deletion }]) => [type, reason, deletion]),
    [
      ["Object Tags Added", undefined, undefined],
      ["Object Tags Deleted", undefined, undefined],
      ["Object Deleted", "DeleteObject", "Permanently Deleted"],
      ["Object Created", "PutObject", undefined],
      ["Object Deleted", "DeleteObject", "Delete Marker Created"],
    ],
  );
  assert.deepEqual(Object.keys(told[0]?.[1].object), ["key", "etag"]);
  assert.ok(told[4]?.[1].object["version-id"]);
  const marker = told[4]?.[1].object["version-id"];
  await call("s3", "PutBucketVersioning", { ...pictures, VersioningConfiguration: { Status: "Suspended" } });
  await call("s3", "PutObject", put);
  await call("s3", "DeleteObject", { ...pictures, Key: put.Key, VersionId: marker });
  // What has no version is told without one, and what has is told with it, whatever the bucket is now.
  assert.deepEqual(
    (await events()).map(([, { object }]) => object["version-id"]),
    [undefined, marker],
  );
  await configure({});
  await call("s3", "PutObject", put);
  assert.deepEqual(await events(), []);
});

test("a restore is told when it begins, when its copy is there and when that has gone, each once", async (context) => {
  const { configure, events, call, clock } = await openRig(context);
  await call("s3", "PutObject", { ...put, StorageClass: "GLACIER" });
  await configure({ EventBridgeConfiguration: {} });
  await call("s3", "RestoreObject", {
    ...pictures,
    Key: put.Key,
    RestoreRequest: { Days: 1, GlacierJobParameters: { Tier: "Expedited" } },
  });
  const [begun, ...none] = await events();
  assert.equal(none.length, 0);
  assert.deepEqual([begun?.[0], begun?.[1]["source-storage-class"]], ["Object Restore Initiated", "GLACIER"]);
  clock.advance(5 * 60_000);
  const [done] = await events();
  assert.equal(done?.[0], "Object Restore Completed");
  assert.equal(done?.[1].requester, "s3.amazonaws.com");
  assert.match(done?.[1]["restore-expiry-time"], /T00:00:00Z$/);
  clock.advance(3 * 24 * 3_600_000);
  assert.deepEqual(
    (await events()).map(([type]) => type),
    ["Object Restore Expired"],
  );
});

test("what is told of tags and ACLs has version 2.3, and no sequencer", async (context) => {
  const { configure, published, call } = await openRig(context);
  await configure({ TopicConfigurations: [{ TopicArn, Events: ["s3:ObjectTagging:*", "s3:ObjectRestore:*"] }] });
  await published();
  await call("s3", "PutObject", { ...put, StorageClass: "GLACIER" });
  await call("s3", "PutObjectTagging", { ...pictures, Key: put.Key, Tagging: { TagSet: [] } });
  await call("s3", "RestoreObject", {
    ...pictures,
    Key: put.Key,
    RestoreRequest: { Days: 1, GlacierJobParameters: { Tier: "Expedited" } },
  });
  const records = (await published()).map(({ input }) => JSON.parse(input.Message).Records[0]);
  assert.deepEqual(
    records.map(({ eventName, eventVersion, s3 }) => [eventName, eventVersion, Object.keys(s3.object)]),
    [
      ["ObjectTagging:Put", "2.3", ["key", "eTag"]],
      ["ObjectRestore:Post", "2.1", ["key", "size", "eTag", "sequencer"]],
    ],
  );
});
