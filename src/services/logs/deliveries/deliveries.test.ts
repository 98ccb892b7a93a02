import assert from "node:assert/strict";
import { test } from "node:test";
import { openLogs } from "../../../../test/support/logs.ts";
import { refuses } from "../../../../test/support/refuses.ts";

const bucket = { destinationResourceArn: "arn:aws:s3:::logs" };
const notThere = "Requested Delivery Destination does not exist in this account.";

test("a delivery destination is made, changed, listed by pages and deleted", async (context) => {
  const { call } = await openLogs(context);
  const put = (name: string, input: object = {}) =>
    call("cloudwatch-logs", "PutDeliveryDestination", { name, deliveryDestinationConfiguration: bucket, ...input });
  const made = await put("d", { outputFormat: "json", tags: { key1: "value1" } });
  const arn = "arn:aws:logs:us-east-1:000000000000:delivery-destination:d";
  const facts = { name: "d", arn, deliveryDestinationType: "S3", deliveryDestinationConfiguration: bucket };
  assert.deepEqual(made.deliveryDestination, { ...facts, outputFormat: "json" });
  const read = await call("cloudwatch-logs", "GetDeliveryDestination", { name: "d" });
  assert.deepEqual(read.deliveryDestination?.tags, { key1: "value1" });
  await put("e", {
    deliveryDestinationConfiguration: { destinationResourceArn: "arn:aws:logs:us-east-1:1:log-group:g" },
  });
  const first = await call("cloudwatch-logs", "DescribeDeliveryDestinations", { limit: 1 });
  const second = await call("cloudwatch-logs", "DescribeDeliveryDestinations", { nextToken: first.nextToken });
  assert.deepEqual(
    [first, second].map(({ deliveryDestinations }) =>
      deliveryDestinations?.map((each) => each.deliveryDestinationType),
    ),
    [["S3"], ["CWL"]],
  );
  assert.equal(second.nextToken, undefined);
  await call("cloudwatch-logs", "DeleteDeliveryDestination", { name: "d" });
  await refuses(
    call("cloudwatch-logs", "GetDeliveryDestination", { name: "d" }),
    "ResourceNotFoundException",
    notThere,
  );
  await refuses(
    call("cloudwatch-logs", "DeleteDeliveryDestination", { name: "d" }),
    "ResourceNotFoundException",
    notThere,
  );
  await refuses(put("f", { outputFormat: "foobar" }), "ValidationException", /\[w3c, raw, json, plain, parquet\]/);
  const queue = { destinationResourceArn: "arn:aws:sqs:us-east-1:000000000000:q" };
  await refuses(put("f", { deliveryDestinationConfiguration: queue }), "ValidationException", /destination resource/);
});

test("a delivery destination's policy is put, told and taken away", async (context) => {
  const { call } = await openLogs(context);
  const of = { deliveryDestinationName: "d" };
  const document = JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "logs:CreateDelivery" }] });
  const put = () =>
    call("cloudwatch-logs", "PutDeliveryDestinationPolicy", { ...of, deliveryDestinationPolicy: document });
  await refuses(put(), "ResourceNotFoundException", notThere);
  await call("cloudwatch-logs", "PutDeliveryDestination", { name: "d", deliveryDestinationConfiguration: bucket });
  assert.deepEqual((await put()).policy, { deliveryDestinationPolicy: document });
  const read = () => call("cloudwatch-logs", "GetDeliveryDestinationPolicy", of);
  assert.deepEqual((await read()).policy, { deliveryDestinationPolicy: document });
  await call("cloudwatch-logs", "DeleteDeliveryDestinationPolicy", of);
  assert.deepEqual((await read()).policy, {});
});

test("ListLogGroups finds groups by parts of their names", async (context) => {
  const { call } = await openLogs(context);
  for (const logGroupName of ["/a/one", "/a/two", "/b/one"])
    await call("cloudwatch-logs", "CreateLogGroup", { logGroupName });
  const list = async (input: object) => {
    const { logGroups } = await call("cloudwatch-logs", "ListLogGroups", input);
    return logGroups?.map(({ logGroupName }) => logGroupName);
  };
  assert.deepEqual(await list({ logGroupNamePattern: "one" }), ["/a/one", "/b/one"]);
  assert.deepEqual(await list({ logGroupNamePattern: "^/a|two" }), ["/a/one", "/a/two"]);
  assert.deepEqual(await list({ logGroupNamePattern: "no-such-group" }), []);
  const first = await call("cloudwatch-logs", "ListLogGroups", { logGroupNamePattern: "/a", limit: 1 });
  assert.deepEqual(await list({ logGroupNamePattern: "/a", nextToken: first.nextToken }), ["/a/two"]);
  await refuses(
    call("cloudwatch-logs", "ListLogGroups", { fieldIndexNames: ["f"] }),
    "InvalidParameterException",
    /fieldIndexNames/,
  );
});

const distribution = "arn:aws:cloudfront::000000000000:distribution/E1Q5F5862X9VJ5";

test("a delivery leads a source to a destination, one for each type, and keeps both from being deleted", async (context) => {
  const { call } = await openLogs(context);
  const source = { name: "s", resourceArn: distribution, logType: "ACCESS_LOGS" };
  const put = await call("cloudwatch-logs", "PutDeliverySource", { ...source, tags: { a: "1" } });
  const arn = "arn:aws:logs:us-east-1:000000000000:delivery-source:s";
  const facts = { name: "s", arn, resourceArns: [distribution], service: "cloudfront", logType: "ACCESS_LOGS" };
  assert.deepEqual(put.deliverySource, { ...facts, tags: { a: "1" } });
  await call("cloudwatch-logs", "TagResource", { resourceArn: arn, tags: { b: "2" } });
  await call("cloudwatch-logs", "UntagResource", { resourceArn: arn, tagKeys: ["a"] });
  assert.deepEqual(await call("cloudwatch-logs", "ListTagsForResource", { resourceArn: arn }), { tags: { b: "2" } });
  const { deliverySources } = await call("cloudwatch-logs", "DescribeDeliverySources", {});
  assert.deepEqual(deliverySources, [{ ...facts, tags: { b: "2" } }]);
  assert.deepEqual(
    (await call("cloudwatch-logs", "GetDeliverySource", { name: "s" })).deliverySource?.service,
    "cloudfront",
  );
  await refuses(
    call("cloudwatch-logs", "PutDeliverySource", { ...source, logType: "CONNECTION_LOGS" }),
    "ConflictException",
    /another resource/,
  );

  await call("cloudwatch-logs", "PutDeliveryDestination", { name: "d", deliveryDestinationConfiguration: bucket });
  const deliveryDestinationArn = "arn:aws:logs:us-east-1:000000000000:delivery-destination:d";
  const create = (input: object = {}) =>
    call("cloudwatch-logs", "CreateDelivery", { deliverySourceName: "s", deliveryDestinationArn, ...input });
  await refuses(create({ deliverySourceName: "none" }), "ResourceNotFoundException", /Delivery Source does not exist/);
  await refuses(
    create({ deliveryDestinationArn: `${deliveryDestinationArn}e` }),
    "ResourceNotFoundException",
    notThere,
  );
  await refuses(
    create({ deliveryDestinationArn: deliveryDestinationArn.replace("0000:", "0001:") }),
    "ValidationException",
    /another account/,
  );
  const { delivery } = await create();
  const id = delivery?.id ?? "";
  assert.match(id, /^[0-9A-Za-z]{16}$/);
  assert.equal(delivery?.recordFields?.length, 33);
  assert.deepEqual(delivery?.s3DeliveryConfiguration, {
    suffixPath: "AWSLogs/{account-id}/CloudFront/",
    enableHiveCompatiblePath: false,
  });
  await refuses(create(), "ConflictException", /type S3 already/);
  await call("cloudwatch-logs", "UpdateDeliveryConfiguration", {
    id,
    recordFields: ["date"],
    s3DeliveryConfiguration: { enableHiveCompatiblePath: true },
  });
  const read = await call("cloudwatch-logs", "GetDelivery", { id });
  assert.deepEqual(read.delivery, {
    id,
    arn: `arn:aws:logs:us-east-1:000000000000:delivery:${id}`,
    deliverySourceName: "s",
    deliveryDestinationArn,
    deliveryDestinationType: "S3",
    recordFields: ["date"],
    fieldDelimiter: undefined,
    s3DeliveryConfiguration: { suffixPath: "AWSLogs/{account-id}/CloudFront/", enableHiveCompatiblePath: true },
  });
  assert.equal((await call("cloudwatch-logs", "DescribeDeliveries", {})).deliveries?.length, 1);

  await refuses(call("cloudwatch-logs", "DeleteDeliverySource", { name: "s" }), "ConflictException", /Source is used/);
  await refuses(
    call("cloudwatch-logs", "DeleteDeliveryDestination", { name: "d" }),
    "ConflictException",
    /Destination is used/,
  );
  await call("cloudwatch-logs", "DeleteDelivery", { id });
  await refuses(
    call("cloudwatch-logs", "GetDelivery", { id }),
    "ResourceNotFoundException",
    "Requested Delivery does not exist in this account.",
  );
  await call("cloudwatch-logs", "DeleteDeliverySource", { name: "s" });
  await refuses(
    call("cloudwatch-logs", "GetDeliverySource", { name: "s" }),
    "ResourceNotFoundException",
    "Requested Delivery Source does not exist in this account.",
  );
});

test("a source is of a service that vends logs, and by name of none that would stay silent", async (context) => {
  const { call } = await openLogs(context);
  const put = (resourceArn: string, logType = "ACCESS_LOGS") =>
    call("cloudwatch-logs", "PutDeliverySource", { name: "s", resourceArn, logType });
  await refuses(put("arn:aws:s3:::bucket"), "ResourceNotFoundException", "Cannot access provided service.");
  await refuses(put(distribution, "ERROR_LOGS"), "ValidationException", /\[ACCESS_LOGS, CONNECTION_LOGS\]/);
  const bus = "arn:aws:events:us-east-1:000000000000:event-bus/default";
  await refuses(put(bus, "ERROR_LOGS"), "ValidationException", /vends no logs yet/);
  assert.deepEqual(await call("cloudwatch-logs", "DescribeDestinations", {}), { destinations: [] });
});
