import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { clientEnvironment, type ProgramResult, runProgram, startSquall, type TestSquall } from "../support/squall.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** `squall lab`, as a user of IAM and as the root of the server's account. */
describe("labs where signatures and policies are checked", () => {
  let squall: TestSquall;
  let root: Key;
  let anna: Key;
  let iam: IAMClient;
  before(async () => {
    squall = await startSquall({ auth: "enforce" });
    root = JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
    iam = squall.client(IAMClient, { credentials: root });
    await iam.send(new CreateUserCommand({ UserName: "anna" }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "anna" }));
    anna = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  });
  after(async () => {
    iam.destroy();
    await squall.close();
  });

  const allow = (Action: readonly string[]) =>
    iam.send(
      new PutUserPolicyCommand({
        UserName: "anna",
        PolicyName: "lab",
        PolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action, Resource: "*" }],
        }),
      }),
    );
  const lab = (as: Key, ...args: string[]): Promise<ProgramResult> =>
    runProgram(process.execPath, ["--disable-warning=ExperimentalWarning", main, "lab", ...args], {
      env: {
        ...clientEnvironment(squall.endpoint),
        AWS_ACCESS_KEY_ID: as.accessKeyId,
        AWS_SECRET_ACCESS_KEY: as.secretAccessKey,
      },
    });

  it("knows nobody without a signature, nor with a wrong one", async () => {
    for (const path of [
      "",
      "/picture-metadata",
      "/picture-metadata/export",
      "/picture-metadata/file?path=lambda_function.py",
    ])
      assert.equal((await fetch(`${squall.endpoint}/_squall/labs${path}`)).status, 403, path);
    const stranger = await lab({ ...anna, secretAccessKey: "wrong" }, "list");
    assert.equal(stranger.code, 1);
    assert.match(stranger.stderr, /signature/);
  });

  it("looks at what the caller may see, and says what may not be looked at", async () => {
    const listed = await lab(anna, "list");
    assert.match(listed.stdout, /^stopinator +not started +Stop an instance every minute$/m);
    assert.equal((await lab(anna, "start", "picture-metadata")).code, 0);
    const blind = await lab(anna, "check", "picture-metadata");
    assert.equal(blind.code, 1);
    assert.match(blind.stdout, /cannot be looked at with your permissions: .*s3:ListAllMyBuckets/);
    await allow(["s3:ListAllMyBuckets", "s3:CreateBucket"]);
    const s3 = squall.client(S3Client, { credentials: anna, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: "pictures-anna" }));
    s3.destroy();
    const step = await lab(anna, "check", "picture-metadata", "--step", "bucket", "--wait", "10s");
    assert.deepEqual([step.code, step.stdout], [0, "[x] 1. Make a bucket for pictures (bucket)\n"]);
  });

  it("makes what a lab begins with only for who may, and goes on once he may", async () => {
    const refused = await lab(anna, "start", "stopinator");
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /iam\.CreateRole answered AccessDenied/);
    await allow(["iam:*Role*", "ec2:*"]);
    const started = await lab(anna, "start", "stopinator", "--json");
    assert.equal(started.code, 0, started.stderr);
    assert.equal(JSON.parse(started.stdout).isPrepared, true);
    const reset = await lab(anna, "reset", "stopinator");
    assert.equal(reset.code, 0, reset.stderr);
    assert.match(
      reset.stdout,
      /^deleted: the instance i-\w+\ndeleted: the role myStopinatorRole\nThe lab stopinator is reset\.\n$/,
    );
  });

  it("tells who did which step when to who may ask", async () => {
    const own = await lab(anna, "export", "picture-metadata");
    assert.equal(own.code, 1);
    assert.match(own.stderr, /not authorized to perform: labs:ExportLab/);
    await allow(["labs:ExportLab"]);
    assert.equal((await lab(anna, "export", "picture-metadata")).code, 0);
    const csv = (await lab(root, "export", "picture-metadata", "--format", "csv")).stdout.split("\r\n");
    assert.match(
      csv[1] ?? "",
      /^000000000000,arn:aws:iam::000000000000:user\/anna,picture-metadata,us-east-1,.*,bucket,/,
    );
    assert.equal((await lab(root, "check", "picture-metadata")).code, 1);
  });

  it("ends with 2 where it could not be found out, and checks a folder without a server", async () => {
    assert.equal((await lab(anna, "check", "there-is-none")).code, 2);
    assert.equal((await lab(anna, "check", "picture-metadata", "--step", "none")).code, 2);
    assert.equal((await lab(anna, "grade", "picture-metadata")).code, 2);
    const folder = fileURLToPath(new URL("../../labs/picture-metadata", import.meta.url));
    const valid = await lab(anna, "validate", folder);
    assert.deepEqual([valid.code, valid.stdout], [0, "picture-metadata: 7 steps, nothing is wrong with it.\n"]);
    const invalid = await lab(anna, "validate", fileURLToPath(new URL("../../labs", import.meta.url)));
    assert.equal(invalid.code, 1);
    assert.match(invalid.stderr, /lab\.yaml cannot be read/);
  });

  it("tells the time, and lets nobody move it", async () => {
    const time = await fetch(`${squall.endpoint}/_squall/clock`);
    const { mayAdvance, nextSchedule } = (await time.json()) as Record<string, unknown>;
    assert.deepEqual([time.status, mayAdvance, nextSchedule], [200, false, undefined]);
    const moved = await fetch(`${squall.endpoint}/_squall/clock`, { method: "POST", body: '{"toNextSchedule":true}' });
    assert.equal(moved.status, 403);
  });
});
