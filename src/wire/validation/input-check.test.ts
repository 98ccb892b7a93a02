import assert from "node:assert/strict";
import { test } from "node:test";
import { openServicesWire } from "../../../test/support/wire.ts";
import type { AwsError } from "../../platform/aws-error.ts";
import type { Protocol } from "../wire.ts";

/** The wording of failed constraints, as AWS has been seen to answer. */
const wire = openServicesWire();

test("Lambda: pattern, length, range and enum of single members, in the order of the model", async () => {
  const error = await failure("lambda", "CreateFunction", {
    FunctionName: "x".repeat(141),
    Role: "arn:aws:iam::123456789012:role/r",
    Code: {},
    PackageType: "Tar",
    Timeout: 0,
    MemorySize: 100,
  });
  assert.equal(error.code, "ValidationException");
  assert.equal(error.status, 400);
  assert.deepEqual(
    failuresOf(error).toSorted(),
    [
      "Value 'Tar' at 'packageType' failed to satisfy constraint: Member must satisfy enum value set: [Zip, Image]",
      `Value '${"x".repeat(141)}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 140`,
      "Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1",
      "Value '100' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128",
    ].toSorted(),
  );
  assert.ok(error.message.startsWith("4 validation errors detected: "));
});

test("runtimes of a list are named as AWS names them; those of the past and newer ones are taken and not named", async () => {
  const layer = (CompatibleRuntimes: string[], CompatibleArchitectures: string[]) =>
    failure("lambda", "PublishLayerVersion", {
      LayerName: "l",
      Content: {},
      CompatibleArchitectures,
      CompatibleRuntimes,
    });
  const { message } = await layer(["ruby4.0", "x"], ["arm"]);
  assert.match(
    message,
    /^2 validation errors detected: Value '\[ruby4\.0, x\]' at 'compatibleRuntimes' failed to satisfy constraint: Member must satisfy enum value set: \[nodejs20\.x, [^\]]*, java8\.al2\]; Value '\[arm\]' at 'compatibleArchitectures' failed/,
  );
  assert.match(
    (await layer(["ruby4.0", "python3.14", "nodejs12.x", "provided"], ["arm"])).message,
    /^1 validation error detected: Value '\[arm\]'/,
  );
});

test("of a map's keys AWS does not say that they must not be null, nor of a function's subnets", async () => {
  const input = { FunctionName: "f", Role: "arn:aws:iam::123456789012:role/r", Code: {} };
  const alias = { FunctionName: "f", Name: "a", FunctionVersion: "1" };
  const weights = await failure("lambda", "CreateAlias", {
    ...alias,
    RoutingConfig: { AdditionalVersionWeights: { $LATEST: 0.5 } },
  });
  assert.match(weights.message, /Map keys must satisfy constraint: \[.* pattern: \[0-9\]\+\]$/);
  const inside = await failure("lambda", "CreateFunction", { ...input, VpcConfig: { SubnetIds: ["net"] } });
  assert.match(inside.message, /Value '\[net\]' at 'vpcConfig\.subnetIds' .* pattern: subnet-\[0-9a-z\]\*\]$/);
});

test("a number that may have decimals is said with them", async () => {
  const error = await failure("lambda", "CreateAlias", {
    FunctionName: "f",
    Name: "a",
    FunctionVersion: "1",
    RoutingConfig: { AdditionalVersionWeights: { "2": 2 } },
  });
  assert.equal(
    error.message,
    "1 validation error detected: Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must " +
      "satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]",
  );
});

test("missing members are null, without quotes", async () => {
  const error = await failure("lambda", "CreateFunction", { Runtime: "nodejs24.x" });
  assert.equal(
    error.message,
    "3 validation errors detected: Value null at 'functionName' failed to satisfy constraint: Member must not be null; " +
      "Value null at 'role' failed to satisfy constraint: Member must not be null; " +
      "Value null at 'code' failed to satisfy constraint: Member must not be null",
  );
});

test("of a list of single values AWS names the list and all of its constraints", async () => {
  const error = await failure("lambda", "CreateFunction", {
    FunctionName: "f",
    Role: role,
    Code: {},
    Architectures: ["arm"],
  });
  assert.equal(
    error.message,
    "1 validation error detected: Value '[arm]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: " +
      "[Member must satisfy enum value set: [x86_64, arm64], Member must not be null]",
  );
});

test("of a map AWS names keys and values; sensitive ones are not said", async () => {
  const environment = await failure("lambda", "CreateFunction", {
    FunctionName: "f",
    Role: role,
    Code: {},
    Environment: { Variables: { "9": "secret" } },
  });
  assert.equal(
    environment.message,
    "1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: " +
      "[Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]",
  );
  const tags = await failure("cloudwatch-logs", "CreateLogGroup", { logGroupName: "g", tags: { k: "v".repeat(257) } });
  assert.equal(tags.code, "InvalidParameterException");
  assert.match(
    tags.message,
    /^1 validation error detected: Value '\{k=v+\}' at 'tags' failed to satisfy constraint: Map value must satisfy constraint: \[Member must have length less than or equal to 256, Member must satisfy regular expression pattern: /,
  );
});

test("a sensitive value is not said", async () => {
  const error = await failure("secrets-manager", "CreateSecret", { Name: "n", SecretString: "" });
  assert.equal(
    error.message,
    "1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length greater than or equal to 1",
  );
});

test("of a list of structures AWS names the item and its member", async () => {
  const error = await failure("dynamodb", "CreateTable", {
    TableName: "ab",
    KeySchema: [
      { AttributeName: "a", KeyType: "HASH" },
      { AttributeName: "", KeyType: "SORT" },
    ],
  });
  assert.equal(
    error.message,
    "2 validation errors detected: Value '' at 'keySchema.2.member.attributeName' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
      "Value 'SORT' at 'keySchema.2.member.keyType' failed to satisfy constraint: Member must satisfy enum value set: [HASH, RANGE]",
  );
});

test("the length of lists, maps and blobs", async () => {
  const list = await failure("cloudwatch-logs", "StartLiveTail", { logGroupIdentifiers: [] });
  assert.equal(
    list.message,
    "1 validation error detected: Value at 'logGroupIdentifiers' failed to satisfy constraint: Member must have length greater than or equal to 1",
  );
  const blob = await failure("kms", "Decrypt", { CiphertextBlob: "" });
  assert.equal(
    blob.message,
    "1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=0 cap=0]' at 'ciphertextBlob' failed to satisfy constraint: Member must have length greater than or equal to 1",
  );
});

test("IAM answers ValidationError without the value, the pattern before the length", async () => {
  const error = await failure("iam", "CreateRole", { RoleName: "", AssumeRolePolicyDocument: "{}" });
  assert.equal(error.code, "ValidationError");
  assert.equal(
    error.message,
    "2 validation errors detected: Value at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+; " +
      "Value at 'roleName' failed to satisfy constraint: Member must have length greater than or equal to 1",
  );
});

test("SQS and EC2 have words of their own for what is missing", async () => {
  const queue = await failure("sqs", "SendMessage", { MessageBody: "x" });
  assert.deepEqual(
    [queue.code, queue.message],
    ["MissingParameter", "The request must contain the parameter QueueUrl."],
  );
  const instance = await failure("ec2", "RunInstances", { MinCount: "1" });
  assert.deepEqual(
    [instance.code, instance.message],
    ["MissingParameter", "The request must contain the parameter MaxCount"],
  );
});

test("an idempotency token may be left out; a recursive structure is checked at every level", async () => {
  await accepted("secrets-manager", "CreateSecret", { Name: "n" });
  await accepted("dynamodb", "TransactWriteItems", { TransactItems: [{ Delete: { TableName: "tab", Key: {} } }] });
  const Expression = { Not: { And: [{ Or: [{ Dimensions: { Key: "NOPE", Values: ["x"] } }] }] } };
  const input = {
    TimePeriod: { Start: "2024-01-01", End: "2024-02-01" },
    Granularity: "DAILY",
    Metrics: ["x"],
    Filter: Expression,
  };
  const error = await failure("cost-explorer", "GetCostAndUsage", input);
  assert.match(
    error.message,
    /'filter\.not\.and\.1\.member\.or\.1\.member\.dimensions\.key' failed to satisfy constraint: Member must satisfy enum/,
  );
});

test("an answer stays small, however many items are wrong", async () => {
  const KeySchema = Array.from({ length: 5000 }, () => ({ AttributeName: "", KeyType: "x" }));
  const error = await failure("dynamodb", "CreateTable", { TableName: "table", KeySchema });
  assert.ok(error.message.length < 100_000);
  const long = await failure("lambda", "GetFunction", { FunctionName: "é".repeat(100_000) });
  assert.ok(long.message.length < 30_000);
});

const role = "arn:aws:iam::123456789012:role/r";

function failuresOf(error: AwsError): string[] {
  return error.message.replace(/^\d+ validation errors? detected: /, "").split("; ");
}

const restPaths: Readonly<Record<string, string>> = {
  PublishLayerVersion: "/2018-10-31/layers/l/versions",
  CreateAlias: "/2015-03-31/functions/f/aliases",
};

async function decode(service: string, operation: string, input: Readonly<Record<string, unknown>>): Promise<unknown> {
  const codec = await wire.codec(service);
  const protocol: Protocol = codec.facts.protocols[0]!;
  const isForm = protocol === "awsQuery" || protocol === "ec2Query";
  const body = isForm ? new URLSearchParams(input as Record<string, string>).toString() : JSON.stringify(input);
  const head = { method: "POST", path: "/", query: [], headers: {} };
  const restHead = { ...head, path: restPaths[operation] ?? "/2015-03-31/functions" };
  const routed =
    operation === "GetFunction"
      ? codec.route(
          protocol,
          { ...head, method: "GET", path: `/2015-03-31/functions/${input.FunctionName}` },
          undefined,
          undefined,
        )
      : codec.route(protocol, protocol === "restJson1" ? restHead : head, operation, undefined);
  return codec.decode(routed, head, Buffer.from(body));
}

async function failure(
  service: string,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): Promise<AwsError> {
  return decode(service, operation, input).then(
    () => assert.fail("accepted"),
    (error: AwsError) => error,
  );
}

async function accepted(service: string, operation: string, input: Readonly<Record<string, unknown>>): Promise<void> {
  assert.ok(await decode(service, operation, input));
}

test("S3: a policy's empty body is no policy, any other is missing", async () => {
  const s3 = await openServicesWire().codec("s3");
  const refusal = (query: string) => {
    const head = { method: "PUT", path: "/pictures", query: [[query, ""]] as const, headers: {} };
    const routed = s3.route("restXml", head, undefined, undefined);
    try {
      s3.decode(routed, head, Buffer.alloc(0));
      return undefined;
    } catch (error) {
      return (error as AwsError).code;
    }
  };
  assert.deepEqual([refusal("policy"), refusal("versioning")], ["MalformedPolicy", "MissingRequestBodyError"]);
});
