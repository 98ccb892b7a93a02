import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { get } from "node:http";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  LambdaClient,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { labRole } from "../support/lab.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

interface Key {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

describe("--auth enforce, with the JavaScript SDK", () => {
  let squall: TestSquall;
  let root: Key;
  let reader: Key;

  before(async () => {
    squall = await startSquall({ auth: "enforce" });
    root = JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
    const iam = squall.client(IAMClient, { credentials: root });
    await iam.send(new CreateUserCommand({ UserName: "reader" }));
    await iam.send(
      new PutUserPolicyCommand({
        UserName: "reader",
        PolicyName: "read",
        PolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Action: ["s3:GetObject", "s3:ListAllMyBuckets", "sts:AssumeRole"], Resource: "*" },
          ],
        }),
      }),
    );
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "reader" }));
    reader = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  });
  after(() => squall.close());

  const s3 = (credentials: Key) => squall.client(S3Client, { credentials, forcePathStyle: true });

  it("lets the root user do everything", async () => {
    await s3(root).send(new CreateBucketCommand({ Bucket: "guarded" }));
    await s3(root).send(new PutObjectCommand({ Bucket: "guarded", Key: "a b+c/é.txt", Body: "secret" }));
    const { Arn } = await squall.client(STSClient, { credentials: root }).send(new GetCallerIdentityCommand({}));
    assert.equal(Arn, "arn:aws:iam::000000000000:root");
  });

  it("lets a user do what his policy says, and nothing else", async () => {
    const { Buckets } = await s3(reader).send(new ListBucketsCommand({}));
    assert.deepEqual(
      Buckets?.map(({ Name }) => Name),
      ["guarded"],
    );
    const { Body } = await s3(reader).send(new GetObjectCommand({ Bucket: "guarded", Key: "a b+c/é.txt" }));
    assert.equal(await Body?.transformToString(), "secret");
    await assert.rejects(s3(reader).send(new PutObjectCommand({ Bucket: "guarded", Key: "x", Body: "x" })), {
      name: "AccessDenied",
    });
    await assert.rejects(squall.client(LambdaClient, { credentials: reader }).send(new ListFunctionsCommand({})), {
      name: "AccessDeniedException",
      message:
        /^User: arn:aws:iam::000000000000:user\/reader is not authorized to perform: lambda:ListFunctions on resource: \*/,
    });
  });

  it("refuses a wrong secret and an unknown key in each service's words", async () => {
    const wrong = { ...reader, secretAccessKey: "wrong" };
    await assert.rejects(s3(wrong).send(new ListBucketsCommand({})), { name: "SignatureDoesNotMatch" });
    await assert.rejects(squall.client(LambdaClient, { credentials: wrong }).send(new ListFunctionsCommand({})), {
      name: "InvalidSignatureException",
    });
    const unknown = { accessKeyId: "AKIAUNKNOWNUNKNOWN00", secretAccessKey: "x" };
    await assert.rejects(s3(unknown).send(new ListBucketsCommand({})), { name: "InvalidAccessKeyId" });
    await assert.rejects(squall.client(STSClient, { credentials: unknown }).send(new GetCallerIdentityCommand({})), {
      name: "InvalidClientTokenId",
    });
    await assert.rejects(squall.client(LambdaClient, { credentials: unknown }).send(new ListFunctionsCommand({})), {
      name: "UnrecognizedClientException",
    });
  });

  it("takes an assumed role's session token", async () => {
    const sts = squall.client(STSClient, { credentials: reader });
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: "arn:aws:iam::000000000000:role/LabRole", RoleSessionName: "test" }),
    );
    const session = {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken,
    };
    const { Arn } = await squall.client(STSClient, { credentials: session }).send(new GetCallerIdentityCommand({}));
    assert.equal(Arn, "arn:aws:sts::000000000000:assumed-role/LabRole/test");
  });

  it("takes a presigned URL, and not one that was changed", async () => {
    const url = await getSignedUrl(s3(reader), new GetObjectCommand({ Bucket: "guarded", Key: "a b+c/é.txt" }), {
      expiresIn: 60,
    });
    assert.equal(await (await fetch(url)).text(), "secret");
    const changed = await fetch(url.replace("a%20b", "a%20x"));
    assert.equal(changed.status, 403);
    assert.match(await changed.text(), /<Code>SignatureDoesNotMatch<\/Code>/);
    assert.equal((await fetch(`${squall.endpoint}/guarded/x`)).status, 403);
  });

  it("opens a function's URL to all only when both the URL and the function are open", async () => {
    const client = squall.client(LambdaClient, { credentials: root });
    const FunctionName = "open";
    const ZipFile = zip({ "index.py": "def handler(event, context):\n    return 'in'\n" });
    await client.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: "python3.11",
        Handler: "index.handler",
        Role: labRole,
        Code: { ZipFile },
      }),
    );
    const { FunctionUrl = "" } = await client.send(
      new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: "NONE" }),
    );
    const { host, port } = new URL(FunctionUrl);
    const ask = async () => {
      const [answer] = await once(get({ host: "127.0.0.1", port, headers: { host } }), "response");
      answer.resume();
      return answer.statusCode;
    };
    const allow = (Action: string, more: { FunctionUrlAuthType?: "NONE"; InvokedViaFunctionUrl?: boolean }) =>
      client.send(
        new AddPermissionCommand({ FunctionName, StatementId: Action.slice(7), Action, Principal: "*", ...more }),
      );
    assert.equal(await ask(), 403);
    await allow("lambda:InvokeFunctionUrl", { FunctionUrlAuthType: "NONE" });
    assert.equal(await ask(), 403);
    await allow("lambda:InvokeFunction", { InvokedViaFunctionUrl: true });
    assert.equal(await ask(), 200);
  });

  it("refuses to be reset or to have its clock moved", async () => {
    assert.equal((await fetch(`${squall.endpoint}/_squall/reset`, { method: "POST" })).status, 403);
    assert.equal(
      (await fetch(`${squall.endpoint}/_squall/clock`, { method: "POST", body: '{"advanceMilliseconds":1}' })).status,
      403,
    );
  });
});
