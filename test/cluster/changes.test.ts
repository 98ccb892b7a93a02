import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteResourcePolicyCommand,
  DescribeQueriesCommand,
  GetQueryResultsCommand,
  PutLogEventsCommand,
  PutResourcePolicyCommand,
  PutRetentionPolicyCommand,
  StartLiveTailCommand,
  StartQueryCommand,
  StopQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DetachUserPolicyCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { type Config, readConfig } from "../../src/config.ts";
import { startTestServer, type TestServer } from "../../src/storage/postgres/test-server.ts";
import { createFunction } from "../support/create-function.ts";
import { eventually } from "../support/eventually.ts";
import { clientOptions, startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

/** A client of one of the nodes. Further options win. */
type ClientOf = <C, O extends object>(Client: new (options: O) => C, node: number, options?: Partial<O>) => C;

describe("what one node has answered holds at the others at once", () => {
  const nodes: TestSquall[] = [];
  let database: TestServer;
  let store: TestSquall;
  let client: ClientOf;
  const clients: { destroy(): void }[] = [];

  before(async () => {
    const started = await startTestServer({ survivesHalt: true });
    if ("reason" in started) throw new Error(started.reason);
    database = started;
    store = await startSquall({ ephemeral: true });
    const s3 = store.client(S3Client, { forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: "blobs" }));
    s3.destroy();
    const {
      nodeAddress,
      database: url,
      blobs,
      auth,
    } = readConfig(
      [
        ...["--database", await database.database("changes"), "--node-address", "127.0.0.1:0", "--auth", "enforce"],
        ...["--blobs", `s3://test:test@blobs/?endpoint=${encodeURIComponent(store.endpoint)}&region=us-east-1`],
      ],
      {},
    );
    const config: Partial<Config> = { nodeAddress, database: url, blobs, auth };
    for (let node = 0; node < 2; node++) nodes.push(await startSquall(config));
    const roots = await Promise.all(
      nodes.map(async ({ dataDir }) => JSON.parse(await readFile(join(dataDir, "root-credentials.json"), "utf8"))),
    );
    assert.deepEqual(roots[0], roots[1], "the root user is another at another node");
    client = (Client, node, extra) => {
      const options = { ...clientOptions(nodes[node]?.endpoint ?? ""), credentials: roots[0], ...extra };
      const made = new Client(options as never);
      clients.push(made as { destroy(): void });
      return made;
    };
  });

  after(async () => {
    for (const each of clients) each.destroy();
    for (const node of nodes) await node.close();
    await store.close();
    await database.stop();
  });

  const says = (text: string) => zip({ "index.py": `def handler(event, context):\n    return "${text}"\n` });
  const invoke = async (lambda: LambdaClient, FunctionName: string, Qualifier?: string) => {
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Qualifier }));
    return JSON.parse(Buffer.from(Payload ?? []).toString());
  };

  test("a function: its code, its aliases, its reservation, its end", async () => {
    const [one, two] = [client(LambdaClient, 0), client(LambdaClient, 1)];
    const FunctionName = "told";
    await createFunction(one, FunctionName, says("0"));
    assert.equal(await invoke(two, FunctionName), "0");
    for (let number = 1; number <= 5; number++) {
      const [writer, reader] = number % 2 === 0 ? [one, two] : [two, one];
      await writer.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: says(`${number}`) }));
      await waitUntilFunctionUpdatedV2(
        { client: writer, maxWaitTime: 20, minDelay: 0.05, maxDelay: 0.1 },
        { FunctionName },
      );
      assert.equal(await invoke(reader, FunctionName), `${number}`);
      assert.equal(await invoke(writer, FunctionName), `${number}`);
    }
    const { Version = "" } = await one.send(new PublishVersionCommand({ FunctionName }));
    await one.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: Version }));
    assert.equal(await invoke(two, FunctionName, "live"), "5");
    await two.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: says("six") }));
    await waitUntilFunctionUpdatedV2({ client: two, maxWaitTime: 20, minDelay: 0.05, maxDelay: 0.1 }, { FunctionName });
    const next = await two.send(new PublishVersionCommand({ FunctionName }));
    assert.equal(await invoke(one, FunctionName, "live"), "5");
    await two.send(new UpdateAliasCommand({ FunctionName, Name: "live", FunctionVersion: next.Version }));
    assert.equal(await invoke(one, FunctionName, "live"), "six");
    await one.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
    await assert.rejects(invoke(two, FunctionName), { name: "TooManyRequestsException" });
    await two.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 5 }));
    assert.equal(await invoke(one, FunctionName), "six");
    await one.send(new DeleteFunctionCommand({ FunctionName }));
    await assert.rejects(invoke(two, FunctionName), { name: "ResourceNotFoundException" });
    await createFunction(one, FunctionName, says("anew"));
    assert.equal(await invoke(two, FunctionName), "anew");
  });

  test("a function that is not ready yet is run by the node that did not make it", async () => {
    const [one, two] = [client(LambdaClient, 0), client(LambdaClient, 1)];
    for (let number = 0; number < 3; number++) {
      const FunctionName = `fresh-${number}`;
      await createFunction(one, FunctionName, says(FunctionName));
      assert.equal(await invoke(two, FunctionName), FunctionName);
    }
    const { Code } = await two.send(new GetFunctionCommand({ FunctionName: "fresh-0" }));
    const link = new URL(Code?.Location ?? "");
    link.port = new URL(nodes[0]?.endpoint ?? "").port;
    assert.equal((await fetch(link)).status, 200, "a link of one node is none at the other");
  });

  test("a function's URL", async () => {
    const [one, two] = [client(LambdaClient, 0), client(LambdaClient, 1)];
    const FunctionName = "addressed";
    await createFunction(one, FunctionName, says("hello"));
    for (const Action of ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"]) {
      const StatementId = Action.replace(":", "-");
      await one.send(new AddPermissionCommand({ FunctionName, StatementId, Action, Principal: "*" }));
    }
    const { FunctionUrl = "" } = await one.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: "NONE" }));
    const get = async (node: number) => {
      const { port } = new URL(nodes[node]?.endpoint ?? "");
      return fetch(`http://127.0.0.1:${port}/_aws/lambda-url/${new URL(FunctionUrl).hostname.split(".")[0]}/`);
    };
    const answer = await get(1);
    assert.deepEqual([answer.status, await answer.text()], [200, "hello"]);
    await two.send(new DeleteFunctionUrlConfigCommand({ FunctionName }));
    assert.equal((await get(0)).status, 403);
  });

  test("a bucket, also one that is made again", async () => {
    const options = { forcePathStyle: true };
    const [one, two] = [client(S3Client, 0, options), client(S3Client, 1, options)];
    const Bucket = "told-of";
    for (let number = 0; number < 5; number++) {
      const [writer, reader] = number % 2 === 0 ? [one, two] : [two, one];
      await assert.rejects(reader.send(new ListObjectsV2Command({ Bucket })), { name: "NoSuchBucket" });
      await writer.send(new CreateBucketCommand({ Bucket }));
      assert.equal((await reader.send(new ListObjectsV2Command({ Bucket }))).KeyCount, 0);
      await writer.send(new DeleteBucketCommand({ Bucket }));
    }
  });

  test("a log group that is written to: its retention, its end, and that it is there again", async () => {
    const [here, there] = [client(CloudWatchLogsClient, 0), client(CloudWatchLogsClient, 1)];
    const of = { logGroupName: "shared", logStreamName: "s" };
    const create = async () => {
      await here.send(new CreateLogGroupCommand({ logGroupName: "shared" }));
      await here.send(new CreateLogStreamCommand(of));
    };
    const put = async () => {
      const logEvents = [{ timestamp: Date.now() - 2 * 24 * 60 * 60_000, message: "two days old" }];
      return (await there.send(new PutLogEventsCommand({ ...of, logEvents }))).rejectedLogEventsInfo;
    };
    await create();
    assert.equal(await put(), undefined);
    await here.send(new PutRetentionPolicyCommand({ logGroupName: "shared", retentionInDays: 1 }));
    assert.equal((await put())?.expiredLogEventEndIndex, 1);
    await here.send(new DeleteLogGroupCommand({ logGroupName: "shared" }));
    await assert.rejects(put(), { name: "ResourceNotFoundException", message: /log group does not exist/ });
    await create();
    assert.equal(await put(), undefined);
  });

  test("a query of logs is told of, and stopped, by any node", async () => {
    const [one, two] = [client(CloudWatchLogsClient, 0), client(CloudWatchLogsClient, 1)];
    await one.send(new CreateLogGroupCommand({ logGroupName: "asked" }));
    await one.send(new CreateLogStreamCommand({ logGroupName: "asked", logStreamName: "s" }));
    const timestamp = Date.now();
    const logEvents = [{ timestamp, message: "hello" }];
    await two.send(new PutLogEventsCommand({ logGroupName: "asked", logStreamName: "s", logEvents }));
    const startTime = Math.floor(timestamp / 1000) - 60;
    const query = { logGroupName: "asked", startTime, endTime: startTime + 120, queryString: "fields @message" };
    const { queryId = "" } = await one.send(new StartQueryCommand(query));
    const results = await eventually(async () => {
      const answer = await two.send(new GetQueryResultsCommand({ queryId }));
      return answer.status === "Complete" ? answer.results : undefined;
    }, "the query's results");
    assert.equal(results[0]?.[0]?.value, "hello");
    const { queries } = await two.send(new DescribeQueriesCommand({ logGroupName: "asked" }));
    assert.deepEqual(
      queries?.map((each) => each.queryId),
      [queryId],
    );
    assert.equal((await two.send(new StopQueryCommand({ queryId }))).success, false, "it has ended");
    const queryIdOfNobody = "00000000-0000-4000-8000-000000000000";
    await assert.rejects(two.send(new GetQueryResultsCommand({ queryId: queryIdOfNobody })), {
      name: "ResourceNotFoundException",
    });
  });

  test("a live tail at one node brings what is put through the other, from its answer on", async () => {
    const options = { disableHostPrefix: true };
    const [one, two] = [client(CloudWatchLogsClient, 0, options), client(CloudWatchLogsClient, 1)];
    await two.send(new CreateLogGroupCommand({ logGroupName: "followed" }));
    await two.send(new CreateLogStreamCommand({ logGroupName: "followed", logStreamName: "s" }));
    const put = (message: string) =>
      two.send(
        new PutLogEventsCommand({
          logGroupName: "followed",
          logStreamName: "s",
          logEvents: [{ timestamp: Date.now(), message }],
        }),
      );
    const leave = new AbortController();
    const { responseStream } = await one.send(
      new StartLiveTailCommand({ logGroupIdentifiers: ["arn:aws:logs:us-east-1:000000000000:log-group:followed"] }),
      { abortSignal: leave.signal },
    );
    await put("first");
    const seen: (string | undefined)[] = [];
    try {
      for await (const { sessionUpdate } of responseStream ?? []) {
        seen.push(...(sessionUpdate?.sessionResults ?? []).map(({ message }) => message));
        if (seen.length === 1) await put("second");
        if (seen.length === 2) leave.abort();
      }
    } catch (error) {
      assert.ok(leave.signal.aborted, String(error));
    }
    assert.deepEqual(seen, ["first", "second"]);
  });

  test("who may write a log by a resource policy", async () => {
    const [here, iam] = [client(CloudWatchLogsClient, 0), client(IAMClient, 0)];
    const UserName = "writer";
    const { User } = await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
    const hers = client(CloudWatchLogsClient, 1, { credentials: { accessKeyId, secretAccessKey } });
    const create = (logStreamName: string) =>
      hers.send(new CreateLogStreamCommand({ logGroupName: "ruled", logStreamName }));
    await here.send(new CreateLogGroupCommand({ logGroupName: "ruled" }));
    await assert.rejects(create("before"), { name: "AccessDeniedException" });
    const allow = { Effect: "Allow", Principal: { AWS: User?.Arn }, Action: "logs:CreateLogStream", Resource: "*" };
    const policyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [allow] });
    await here.send(new PutResourcePolicyCommand({ policyName: "writers", policyDocument }));
    await create("allowed");
    await here.send(new DeleteResourcePolicyCommand({ policyName: "writers" }));
    await assert.rejects(create("after"), { name: "AccessDeniedException" });
  });

  test("a user's key and policy", async () => {
    const [iam, iamAtTwo] = [client(IAMClient, 0), client(IAMClient, 1)];
    const UserName = "anna";
    const PolicyArn = "arn:aws:iam::aws:policy/AmazonS3FullAccess";
    await client(S3Client, 0, { forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: "hers" }));
    await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
    const credentials = { accessKeyId, secretAccessKey };
    const s3 = [0, 1].map((node) => client(S3Client, node, { forcePathStyle: true, credentials }));
    const put = (node: number) =>
      (s3[node] as S3Client).send(new PutObjectCommand({ Bucket: "hers", Key: "k", Body: "b" }));
    await assert.rejects(put(1), { name: "AccessDenied" });
    for (let number = 0; number < 3; number++) {
      await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
      await put(1);
      await iamAtTwo.send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
      await assert.rejects(put(0), { name: "AccessDenied" });
      await assert.rejects(put(1), { name: "AccessDenied" });
    }
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: accessKeyId }));
    await assert.rejects(put(1), { name: "InvalidAccessKeyId" });
  });

  test("a warm invocation asks neither the database nor another node", async () => {
    const [one, two] = [client(LambdaClient, 0), client(LambdaClient, 1)];
    const FunctionName = "warm";
    await createFunction(one, FunctionName, says("warm"));
    for (let call = 0; call < 20; call++) assert.equal(await invoke(two, FunctionName), "warm");
    await database.halt();
    try {
      for (let call = 0; call < 20; call++) assert.equal(await invoke(two, FunctionName), "warm");
    } finally {
      await database.resume();
    }
    await eventually(async () => {
      const node = nodes[0] as TestSquall;
      return (await fetch(`${node.endpoint}/_squall/health/ready`)).status === 200 || undefined;
    }, "the node to be ready again");
  });
});
