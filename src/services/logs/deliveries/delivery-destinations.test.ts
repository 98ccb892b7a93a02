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
