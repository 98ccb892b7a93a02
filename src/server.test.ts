import assert from "node:assert/strict";
import { request } from "node:http";
import { connect } from "node:http2";
import { after, before, describe, it } from "node:test";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ListStateMachinesCommand, type SFNServiceException as ServiceException, SFNClient } from "@aws-sdk/client-sfn";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { startSquall, type TestSquall } from "../test/support/squall.ts";

describe("the server", () => {
  let squall: TestSquall;
  before(async () => {
    squall = await startSquall();
  });
  after(() => squall.close());

  it("tells its health", async () => {
    const answer = await fetch(`${squall.endpoint}/_squall/health`);
    const health = (await answer.json()) as { status: string; version: string; services: Record<string, string> };
    assert.equal(health.status, "ready");
    assert.match(health.version, /^\d+\.\d+\.\d+$/);
    assert.equal(health.services.lambda, "running");
    assert.equal(health.services.s3, "running");
  });

  it("says that it is ready and alive, and is no node among others", async () => {
    const get = async (path: string) => {
      const answer = await fetch(`${squall.endpoint}/_squall/health${path}`);
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
    assert.deepEqual(await get("/ready"), { status: 200, body: { status: "ready" } });
    assert.deepEqual(await get("/live"), { status: 200, body: { status: "live" } });
    assert.deepEqual((await get("")).body.nodes, []);
  });

  it("is empty after a reset, and works on", async () => {
    const s3 = squall.client(S3Client, { forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: "forgotten" }));
    await s3.send(new PutObjectCommand({ Bucket: "forgotten", Key: "a", Body: "a" }));
    assert.equal((await fetch(`${squall.endpoint}/_squall/reset`, { method: "POST" })).status, 200);
    assert.deepEqual((await s3.send(new ListBucketsCommand({}))).Buckets ?? [], []);
    await s3.send(new CreateBucketCommand({ Bucket: "forgotten" }));
  });

  it("keeps accounts and regions apart", async () => {
    const identity = async (accessKeyId: string) =>
      squall
        .client(STSClient, { credentials: { accessKeyId, secretAccessKey: "any" } })
        .send(new GetCallerIdentityCommand({}));
    assert.equal((await identity("test")).Account, "000000000000");
    assert.equal((await identity("123456789012")).Account, "123456789012");
    const other = squall.client(S3Client, {
      forcePathStyle: true,
      credentials: { accessKeyId: "123456789012", secretAccessKey: "any" },
    });
    assert.deepEqual((await other.send(new ListBucketsCommand({}))).Buckets ?? [], []);
  });

  it("lets a bad signature pass in open mode, and counts it", async () => {
    const iam = squall.client(IAMClient);
    await iam.send(new CreateUserCommand({ UserName: "forgetful" }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "forgetful" }));
    const rejected = async () => {
      const health = (await (await fetch(`${squall.endpoint}/_squall/health`)).json()) as {
        counters: { rejected: number };
      };
      return health.counters.rejected;
    };
    const before = await rejected();
    const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: "another" };
    const { Arn } = await squall.client(STSClient, { credentials }).send(new GetCallerIdentityCommand({}));
    assert.equal(Arn, "arn:aws:iam::000000000000:user/forgetful");
    assert.equal(await rejected(), before + 1);
  });

  it("answers 501 and names the operation that is not built", async () => {
    await assert.rejects(squall.client(SFNClient).send(new ListStateMachinesCommand({})), (error: ServiceException) => {
      assert.equal(error.name, "InternalFailure");
      assert.match(error.message, /ListStateMachines/);
      assert.equal(error.$metadata.httpStatusCode, 501);
      return true;
    });
  });

  it("understands S3's virtual hosts, of AWS and of local clouds", async () => {
    await squall.client(S3Client, { forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: "by-host" }));
    const port = new URL(squall.endpoint).port;
    for (const host of [
      "by-host.s3.amazonaws.com",
      "by-host.s3.us-east-1.amazonaws.com",
      "by-host.s3.localhost",
      "by-host.s3.localhost.localstack.cloud",
    ]) {
      const answer = await rawRequest(Number(port), host, "/?location");
      assert.match(answer, /LocationConstraint/, host);
    }
  });

  it("speaks HTTP/2 without TLS on the same port", async () => {
    const session = connect(squall.endpoint);
    const stream = session.request({ ":method": "GET", ":path": "/_squall/health" });
    let text = "";
    for await (const chunk of stream) text += chunk;
    session.close();
    assert.equal(JSON.parse(text).status, "ready");
  });

  it("refuses a second Squall on its data directory", async () => {
    await assert.rejects(startSquall({ dataDir: squall.dataDir }), { name: "DirectoryLockedError" });
  });
});

/** fetch does not send a Host of the caller's choice. */
function rawRequest(port: number, host: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request({ port, host: "127.0.0.1", path, headers: { host } }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve(text));
    })
      .on("error", reject)
      .end();
  });
}
