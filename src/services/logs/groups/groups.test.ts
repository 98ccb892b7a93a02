import assert from "node:assert/strict";
import { test } from "node:test";
import { group, openLogs, stream } from "../../../../test/support/logs.ts";
import { refuses } from "../../../../test/support/refuses.ts";

test("CreateLogGroup makes a group once, and DescribeLogGroups tells of it as AWS does", async (context) => {
  const { call, nowMs, put } = await openLogs(context);
  await refuses(
    call("cloudwatch-logs", "CreateLogGroup", group),
    "ResourceAlreadyExistsException",
    "The specified log group already exists",
  );
  await put([[0, "four"]]);
  const { logGroups, nextToken } = await call("cloudwatch-logs", "DescribeLogGroups", {});
  assert.equal(nextToken, undefined);
  assert.deepEqual(logGroups, [
    {
      logGroupName: "g",
      creationTime: nowMs,
      retentionInDays: undefined,
      metricFilterCount: 0,
      arn: "arn:aws:logs:us-east-1:000000000000:log-group:g:*",
      logGroupArn: "arn:aws:logs:us-east-1:000000000000:log-group:g",
      storedBytes: 30,
      logGroupClass: "STANDARD",
      deletionProtectionEnabled: false,
    },
  ]);
});

test("CreateLogGroup refuses by name what it does not do", async (context) => {
  const { call } = await openLogs(context);
  const create = (input: object) => call("cloudwatch-logs", "CreateLogGroup", { logGroupName: "new", ...input });
  const invalid = "InvalidParameterException";
  await refuses(create({ kmsKeyId: "arn:aws:kms:::key/1" }), invalid, /KMS/);
  await refuses(create({ logGroupClass: "DELIVERY" }), invalid, /DELIVERY/);
  await refuses(create({ logGroupName: "aws/x" }), invalid, "Log groups starting with AWS/ are reserved for AWS.");
  const tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, "v"]));
  await refuses(create({ tags }), "TooManyTagsException", /50/);
  assert.equal((await call("cloudwatch-logs", "DescribeLogGroups", {})).logGroups?.length, 1);
});

test("DescribeLogGroups finds by prefix, pattern, class and identifier, and goes on where a deleted group was", async (context) => {
  const { call } = await openLogs(context);
  const create = (logGroupName: string, logGroupClass?: "INFREQUENT_ACCESS" | "ESSENTIALS") =>
    call("cloudwatch-logs", "CreateLogGroup", { logGroupName, logGroupClass });
  for (const name of ["/aws/lambda/b", "/aws/lambda/a", "/aws/s3", "Z"]) await create(name);
  await create("cold", "INFREQUENT_ACCESS");
  await create("essential", "ESSENTIALS");
  const names = async (input: object) =>
    (await call("cloudwatch-logs", "DescribeLogGroups", input)).logGroups?.map((each) => each.logGroupName);
  assert.deepEqual(await names({}), ["/aws/lambda/a", "/aws/lambda/b", "/aws/s3", "Z", "cold", "essential", "g"]);
  assert.deepEqual(await names({ logGroupNamePrefix: "/aws/lambda/" }), ["/aws/lambda/a", "/aws/lambda/b"]);
  assert.deepEqual(await names({ logGroupNamePattern: "lambda" }), ["/aws/lambda/a", "/aws/lambda/b"]);
  assert.deepEqual(await names({ logGroupNamePattern: "LAMBDA" }), []);
  assert.deepEqual(await names({ logGroupClass: "ESSENTIALS" }), ["cold", "essential"]);
  assert.deepEqual(await names({ logGroupClass: "STANDARD", logGroupNamePrefix: "g" }), ["g"]);
  const arn = (name: string, region = "us-east-1") => `arn:aws:logs:${region}:000000000000:log-group:${name}`;
  assert.deepEqual(await names({ logGroupIdentifiers: ["g", arn("Z"), arn("cold", "eu-west-1")] }), ["Z", "g"]);
  assert.deepEqual(await names({ includeLinkedAccounts: true }), await names({}));
  assert.deepEqual(await names({ includeLinkedAccounts: true, accountIdentifiers: ["111111111111"] }), []);

  const [brief] = (await call("cloudwatch-logs", "DescribeLogGroups", { logGroupNamePattern: "Z" })).logGroups ?? [];
  assert.deepEqual(
    [brief?.logGroupArn?.startsWith("arn:aws:logs:"), brief?.logGroupClass, brief?.metricFilterCount],
    [true, "STANDARD", 0],
  );
  assert.equal(brief && "storedBytes" in brief, false);

  const first = await call("cloudwatch-logs", "DescribeLogGroups", { limit: 2 });
  await call("cloudwatch-logs", "DeleteLogGroup", { logGroupName: "/aws/lambda/b" });
  const second = await call("cloudwatch-logs", "DescribeLogGroups", { limit: 5, nextToken: first.nextToken });
  assert.deepEqual(
    second.logGroups?.map((each) => each.logGroupName),
    ["/aws/s3", "Z", "cold", "essential", "g"],
  );
  assert.equal(second.nextToken, undefined);

  // With a pattern the end is known one page later.
  const matched = await call("cloudwatch-logs", "DescribeLogGroups", { logGroupNamePattern: "Z" });
  const beyond = { logGroupNamePattern: "Z", nextToken: matched.nextToken };
  assert.notEqual(matched.nextToken, undefined);
  assert.deepEqual(await call("cloudwatch-logs", "DescribeLogGroups", beyond), {
    logGroups: [],
    nextToken: undefined,
  });

  const invalid = "InvalidParameterException";
  await refuses(names({ logGroupNamePrefix: "a", logGroupNamePattern: "b" }), invalid, /mutually exclusive/);
  await refuses(names({ logGroupNamePrefix: "a", logGroupIdentifiers: ["g"] }), invalid, /identifiers/);
  await refuses(names({ nextToken: "$$" }), invalid, "The specified nextToken is invalid.");
});

test("groups of the cheaper classes take events and do not give them out", async (context) => {
  const { call, put } = await openLogs(context);
  await call("cloudwatch-logs", "CreateLogGroup", { logGroupName: "cold", logGroupClass: "INFREQUENT_ACCESS" });
  await call("cloudwatch-logs", "CreateLogStream", { logGroupName: "cold", logStreamName: "s" });
  await put([[0, "a"]], "s", "cold");
  const message = (operation: string) =>
    `The log group cold is of log-group-class INFREQUENT_ACCESS. ${operation} is not supported for this log class.`;
  const name = "InvalidOperationException";
  const cold = { logGroupName: "cold" };
  await refuses(call("cloudwatch-logs", "FilterLogEvents", cold), name, message("FilterLogEvents"));
  await refuses(
    call("cloudwatch-logs", "GetLogEvents", { ...cold, logStreamName: "s" }),
    name,
    message("GetLogEvents"),
  );
  await refuses(
    call("cloudwatch-logs", "StartLiveTail", { logGroupIdentifiers: ["cold"] }),
    name,
    message("StartLiveTail"),
  );
});

test("DeleteLogStream and DeleteLogGroup take the events along", async (context) => {
  const { call, put, table } = await openLogs(context);
  await put([[0, "old"]]);
  await call("cloudwatch-logs", "DeleteLogStream", stream);
  await refuses(call("cloudwatch-logs", "DeleteLogStream", stream), "ResourceNotFoundException", /log stream/);
  await call("cloudwatch-logs", "CreateLogStream", stream);
  assert.deepEqual((await call("cloudwatch-logs", "GetLogEvents", stream)).events, []);
  await put([[0, "second"]]);
  await call("cloudwatch-logs", "DeleteLogGroup", group);
  await refuses(call("cloudwatch-logs", "DeleteLogGroup", group), "ResourceNotFoundException", /log group/);
  await call("cloudwatch-logs", "CreateLogGroup", group);
  assert.deepEqual((await call("cloudwatch-logs", "DescribeLogStreams", group)).logStreams, []);
  await table.host.storage.outbox.idle();
  // What is left is the partition of the new group alone, and nothing has been written to that.
  assert.deepEqual(await table.host.storage.listPartitions("logs.group", { limit: 10 }), []);
});

test("tags, by ARN and by name", async (context) => {
  const { call } = await openLogs(context);
  const arn = { resourceArn: "arn:aws:logs:us-east-1:000000000000:log-group:g" };
  await call("cloudwatch-logs", "TagResource", { ...arn, tags: { a: "1", b: "2" } });
  await call("cloudwatch-logs", "TagLogGroup", { ...group, tags: { b: "3", c: "4" } });
  assert.deepEqual((await call("cloudwatch-logs", "ListTagsForResource", arn)).tags, { a: "1", b: "3", c: "4" });
  await call("cloudwatch-logs", "UntagResource", { ...arn, tagKeys: ["a", "none"] });
  await call("cloudwatch-logs", "UntagLogGroup", { ...group, tags: ["b"] });
  assert.deepEqual((await call("cloudwatch-logs", "ListTagsLogGroup", group)).tags, { c: "4" });
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, ""]));
  await refuses(call("cloudwatch-logs", "TagResource", { ...arn, tags: many }), "TooManyTagsException", /50/);
  for (const resourceArn of [`${arn.resourceArn}2`, "arn:aws:logs:eu-west-1:000000000000:log-group:g"]) {
    await refuses(
      call("cloudwatch-logs", "ListTagsForResource", { resourceArn }),
      "ResourceNotFoundException",
      /resource/,
    );
    await refuses(
      call("cloudwatch-logs", "UntagResource", { resourceArn, tagKeys: ["a"] }),
      "ResourceNotFoundException",
      /resource/,
    );
  }
  await refuses(
    call("cloudwatch-logs", "TagResource", { resourceArn: "g", tags: { a: "" } }),
    "InvalidParameterException",
    /not valid/,
  );
});
