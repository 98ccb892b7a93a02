import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand as DeleteBucketBlockCommand,
  GetBucketTaggingCommand,
  PutBucketPolicyCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateAccessPointCommand,
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  ListTagsForResourceCommand,
  PutPublicAccessBlockCommand,
  S3ControlClient,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-s3-control";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

describe("S3 Control, at an account's own host", () => {
  const b = { Bucket: "pictures" };
  const of = { AccountId: "000000000000" };
  let squall: TestSquall;
  let s3: S3Client;
  let control: S3ControlClient;
  before(async () => {
    squall = await startSquall({ auth: "enforce" });
    const credentials = JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
    s3 = squall.client(S3Client, { forcePathStyle: true, credentials });
    control = squall.client(S3ControlClient, { credentials });
    // The client would put the account before a name that it cannot look up; the path tells whose request it is.
    control.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { hostname: string };
        request.hostname = request.hostname.replace(/^\d{12}\./, "");
        return next(args);
      },
      { step: "build", priority: "low" },
    );
    await s3.send(new CreateBucketCommand(b));
  });
  after(async () => {
    control.destroy();
    s3.destroy();
    await squall.close();
  });

  it("tags buckets", async () => {
    const at = { ...of, ResourceArn: "arn:aws:s3:::pictures" };
    const tags = async () => (await control.send(new ListTagsForResourceCommand(at))).Tags;
    assert.deepEqual(await tags(), []);
    const [one, two] = [
      { Key: "key1", Value: "value1" },
      { Key: "key2", Value: "value2" },
    ];
    await control.send(new TagResourceCommand({ ...at, Tags: [one] }));
    await control.send(new TagResourceCommand({ ...at, Tags: [two] }));
    assert.deepEqual(await tags(), [one, two]);
    assert.deepEqual((await s3.send(new GetBucketTaggingCommand(b))).TagSet, [one, two]);
    for (let times = 0; times < 2; times++) await control.send(new UntagResourceCommand({ ...at, TagKeys: ["key1"] }));
    assert.deepEqual(await tags(), [two]);
    const refuses = (Tags: { Key: string; Value: string }[], message: RegExp) =>
      assert.rejects(control.send(new TagResourceCommand({ ...at, Tags })), { name: "InvalidTag", message });
    await refuses([{ Key: "aws:test", Value: "x" }], /can't start with "aws:"/);
    await refuses([one, one], /duplicate tag keys/);
    await refuses([{ Key: "test,test2", Value: "x" }], /isn't valid/);
    const nowhere = { ...at, ResourceArn: "arn:aws:s3:::nowhere-at-all" };
    await assert.rejects(control.send(new ListTagsForResourceCommand(nowhere)), { name: "NoSuchResource" });
  });

  it("blocks public access to all buckets of the account", async () => {
    const get = () => control.send(new GetPublicAccessBlockCommand(of));
    const put = (PublicAccessBlockConfiguration: object, AccountId = of.AccountId) =>
      control.send(new PutPublicAccessBlockCommand({ AccountId, PublicAccessBlockConfiguration }));
    await assert.rejects(get(), { name: "NoSuchPublicAccessBlockConfiguration" });
    await assert.rejects(put({}), { name: "InvalidRequest" });
    await assert.rejects(put({ BlockPublicAcls: true }, "111111111111"), { name: "AccessDenied" });
    await put({ BlockPublicPolicy: true });
    assert.deepEqual((await get()).PublicAccessBlockConfiguration, {
      BlockPublicAcls: false,
      IgnorePublicAcls: false,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: false,
    });
    await s3.send(new DeleteBucketBlockCommand(b));
    const Statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::pictures/*" };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    const open = () => s3.send(new PutBucketPolicyCommand({ ...b, Policy }));
    await assert.rejects(open(), { name: "AccessDenied" });
    await control.send(new DeletePublicAccessBlockCommand(of));
    await open();
    const read = () => fetch(`${squall.endpoint}/pictures/k`);
    // Nobody may list, so what is not there is not told; with the account's block nobody reads either.
    const status = (await read()).status;
    await put({ RestrictPublicBuckets: true });
    assert.equal((await read()).status, 403);
    await control.send(new DeletePublicAccessBlockCommand(of));
    assert.equal((await read()).status, status);
  });

  it("refuses access points by name", async () => {
    const point = { ...of, Name: "point", Bucket: "pictures" };
    await assert.rejects(control.send(new CreateAccessPointCommand(point)), {
      name: "NotImplemented",
      message: /CreateAccessPoint/,
    });
  });
});
