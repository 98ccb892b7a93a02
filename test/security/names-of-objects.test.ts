import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { CreateServiceLinkedRoleCommand, IAMClient, SimulateCustomPolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateAliasCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvokeCommand,
  LambdaClient,
  ListTagsCommand,
  TagResourceCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { createUrl } from "../support/function-urls.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";

/**
 * Names that every JavaScript object has are names like any other where a client chooses them: they are kept, they are found where they were put, and nothing
 * is found under them where nothing was put.
 */
const names = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];
const pairs = Object.fromEntries(names.map((name) => [name, `is ${name}`]));
const sorted = (record: Readonly<Record<string, string>> | undefined) => Object.entries(record ?? {}).sort();

let squall: TestSquall;
before(async () => {
  squall = await startSquall();
});
after(() => squall.close());

test("aliases, and what belongs to them", async () => {
  const lambda = squall.client(LambdaClient);
  const FunctionName = "named";
  await createUrl(lambda, FunctionName, {
    runtime: "python3.11",
    source: "def handler(event, context):\n    return 1\n",
  });
  const missing = { name: "ResourceNotFoundException" };
  for (const Qualifier of names) {
    const of = { FunctionName, Qualifier };
    await assert.rejects(lambda.send(new InvokeCommand(of)), missing, Qualifier);
    await assert.rejects(lambda.send(new InvokeCommand({ ...of, InvocationType: "Event" })), missing, Qualifier);
    await assert.rejects(lambda.send(new GetFunctionCommand(of)), missing, Qualifier);
    await assert.rejects(lambda.send(new GetAliasCommand({ FunctionName, Name: Qualifier })), missing, Qualifier);
    await assert.rejects(lambda.send(new GetPolicyCommand(of)), missing, Qualifier);
    await assert.rejects(lambda.send(new GetFunctionUrlConfigCommand(of)), missing, Qualifier);
    await assert.rejects(lambda.send(new GetFunctionEventInvokeConfigCommand(of)), missing, Qualifier);
    await assert.rejects(
      lambda.send(new GetProvisionedConcurrencyConfigCommand(of)),
      { name: /NotFoundException$/ },
      Qualifier,
    );
  }
  for (const Name of names) {
    await lambda.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion: "$LATEST" }));
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Qualifier: Name }));
    assert.equal(Buffer.from(Payload ?? []).toString(), "1", Name);
  }
});

test("tags and variables of a function", async () => {
  const lambda = squall.client(LambdaClient);
  const FunctionName = "named";
  const { FunctionArn: Resource } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  await lambda.send(new TagResourceCommand({ Resource, Tags: pairs }));
  assert.deepEqual(sorted((await lambda.send(new ListTagsCommand({ Resource }))).Tags), sorted(pairs));
  const Variables = { constructor: "a", toString: "b", valueOf: "c" };
  const { Environment } = await lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }),
  );
  assert.deepEqual(sorted(Environment?.Variables), sorted(Variables));
});

test("metadata and tags of an object", async () => {
  const s3 = squall.client(S3Client, { forcePathStyle: true } as object);
  const of = { Bucket: "names-of-objects", Key: "constructor" };
  await s3.send(new CreateBucketCommand({ Bucket: of.Bucket }));
  await s3.send(new PutObjectCommand({ ...of, Body: "x", Metadata: { constructor: "a", tostring: "b" } }));
  assert.deepEqual(
    sorted((await s3.send(new HeadObjectCommand(of))).Metadata),
    sorted({ constructor: "a", tostring: "b" }),
  );
  await s3.send(
    new PutObjectTaggingCommand({
      ...of,
      Tagging: { TagSet: Object.entries(pairs).map(([Key, Value]) => ({ Key, Value })) },
    }),
  );
  const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand(of));
  assert.deepEqual(TagSet.map(({ Key, Value }) => [Key, Value]).sort(), sorted(pairs));
  for (const ACL of names) {
    await assert.rejects(s3.send(new PutObjectCommand({ ...of, Body: "x", ACL: ACL as never })), ACL);
  }
});

test("functions, condition keys, variables and services that there are not", async () => {
  const cloudwatch = squall.client(CloudWatchClient);
  const iam = squall.client(IAMClient);
  for (const name of names) {
    const Expression = `${name}(1)`;
    await assert.rejects(
      cloudwatch.send(
        new GetMetricDataCommand({
          StartTime: new Date(0),
          EndTime: new Date(60_000),
          MetricDataQueries: [{ Id: "a", Expression, Period: 60 }],
        }),
      ),
      { name: /^Validation/ },
    );
    await assert.rejects(iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: name })), /does not know of/);
    const simulate = async (statement: object) => {
      const Statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...statement };
      const { EvaluationResults } = await iam.send(
        new SimulateCustomPolicyCommand({
          PolicyInputList: [JSON.stringify({ Version: "2012-10-17", Statement })],
          ActionNames: ["s3:GetObject"],
          ResourceArns: ["arn:aws:s3:::bucket/key"],
        }),
      );
      return EvaluationResults?.[0]?.EvalDecision;
    };
    assert.equal(await simulate({ Condition: { StringLike: { [name]: "*" } } }), "implicitDeny", name);
    assert.equal(await simulate({ Condition: { Null: { [name]: "true" } } }), "allowed", name);
    assert.equal(await simulate({ Resource: `arn:aws:s3:::bucket/\${${name}}` }), "implicitDeny", name);
  }
});
