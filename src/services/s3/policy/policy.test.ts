import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { pictures as b, openS3Test } from "../../../../test/support/s3.ts";
import { createAccessControl } from "../../iam/access/access-control.ts";
import { iam } from "../../iam/service.ts";
import { type Principal, rootPrincipal } from "../../principal.ts";
import { checkPolicy } from "./check-policy.ts";
import { isPublicPolicy } from "./public-policy.ts";

const arn = "arn:aws:s3:::pictures";
const anonymous: Principal = { kind: "anonymous", account: "000000000000", arn: "anonymous", userId: "anonymous" };
const stranger = rootPrincipal("111111111111");

interface Statement {
  readonly [element: string]: unknown;
}

const policyOf = (...Statement: Statement[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const allow = (Principal: unknown, Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: "Allow",
  Principal,
  Action,
  Resource,
  ...more,
});

async function openS3(context: TestContext) {
  const harness = await openS3Test(context, [iam], { access: createAccessControl, auth: "enforce" });
  const { call } = harness;
  for (const Key of ["public/a", "private/b"]) await call("s3", "PutObject", { ...b, Key, Body: Key });
  const putPolicy = (...statements: Statement[]) =>
    call("s3", "PutBucketPolicy", { ...b, Policy: policyOf(...statements) });
  return { ...harness, putPolicy };
}

const denied = { name: "AccessDenied", status: 403 };

test("a bucket is its account's: others need its policy", async (context) => {
  const { call, table, asRoot, putPolicy } = await openS3(context);
  const read = (Key: string, principal: Principal) => call("s3", "GetObject", { ...b, Key }, principal);
  const asStranger = { ...asRoot, account: "111111111111", principal: stranger };
  await assert.rejects(read("public/a", anonymous), denied);
  await assert.rejects(table.call("s3", "GetObject", { ...b, Key: "public/a" }, asStranger), denied);
  await putPolicy(allow({ AWS: "111111111111" }, "s3:GetObject", `${arn}/public/*`));
  await table.call("s3", "GetObject", { ...b, Key: "public/a" }, asStranger);
  await assert.rejects(table.call("s3", "GetObject", { ...b, Key: "private/b" }, asStranger), denied);
  await assert.rejects(table.call("s3", "PutObject", { ...b, Key: "public/a" }, asStranger), denied);
  assert.equal((await call("s3", "GetBucketPolicyStatus", b)).PolicyStatus?.IsPublic, false);
  await call("s3", "DeleteBucketPolicy", b);
  await assert.rejects(table.call("s3", "GetObject", { ...b, Key: "public/a" }, asStranger), denied);
});

test("a public policy is refused while such are blocked, and restricted while they are restricted", async (context) => {
  const { call, putPolicy } = await openS3(context);
  const everybody = allow("*", "s3:GetObject", `${arn}/public/*`);
  await assert.rejects(putPolicy(everybody), { ...denied, message: /BlockPublicPolicy/ });
  const block = (RestrictPublicBuckets: boolean) =>
    call("s3", "PutPublicAccessBlock", { ...b, PublicAccessBlockConfiguration: { RestrictPublicBuckets } });
  await block(true);
  await putPolicy(everybody);
  assert.equal((await call("s3", "GetBucketPolicyStatus", b)).PolicyStatus?.IsPublic, true);
  const read = () => call("s3", "GetObject", { ...b, Key: "public/a" }, anonymous);
  await assert.rejects(read(), denied);
  await block(false);
  await read();
  await assert.rejects(call("s3", "GetObject", { ...b, Key: "private/b" }, anonymous), denied);
  assert.equal((await call("s3", "GetBucketPolicy", b)).Policy, policyOf(everybody));
});

test("an explicit deny holds for the owner's users, and each key of DeleteObjects is asked for by itself", async (context) => {
  const { call, putPolicy } = await openS3(context);
  await call("iam", "CreateUser", { UserName: "ann" });
  const { User } = await call("iam", "GetUser", { UserName: "ann" });
  const ann: Principal = { kind: "user", account: "000000000000", arn: User?.Arn ?? "", userId: User?.UserId ?? "" };
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource: `${arn}/*` }],
  });
  await call("iam", "PutUserPolicy", { UserName: "ann", PolicyName: "p", PolicyDocument });
  await putPolicy({ Effect: "Deny", Principal: "*", Action: "s3:DeleteObject", Resource: `${arn}/private/*` });
  const objects = [{ Key: "public/a" }, { Key: "private/b" }];
  const { Deleted, Errors } = await call("s3", "DeleteObjects", { ...b, Delete: { Objects: objects } }, ann);
  assert.deepEqual(
    Deleted?.map(({ Key }) => Key),
    ["public/a"],
  );
  assert.deepEqual(
    Errors?.map(({ Key, Code }) => [Key, Code]),
    [["private/b", "AccessDenied"]],
  );
  // Who may not list does not learn what is missing.
  await assert.rejects(call("s3", "GetObject", { ...b, Key: "nothing" }, ann), denied);
  await putPolicy(allow({ AWS: User?.Arn }, "s3:ListBucket", arn));
  await assert.rejects(call("s3", "GetObject", { ...b, Key: "nothing" }, ann), { name: "NoSuchKey" });
});

test("who may list what begins with a prefix learns what is missing there, and nowhere else", async (context) => {
  const { table, asRoot, putPolicy } = await openS3(context);
  await putPolicy(
    allow({ AWS: "111111111111" }, "s3:GetObject", `${arn}/*`),
    allow({ AWS: "111111111111" }, "s3:ListBucket", arn, { Condition: { StringLike: { "s3:prefix": "public/*" } } }),
  );
  const asStranger = { ...asRoot, account: "111111111111", principal: stranger };
  const get = (Key: string) => table.call("s3", "GetObject", { ...b, Key }, asStranger);
  await assert.rejects(get("public/nothing"), { name: "NoSuchKey" });
  await assert.rejects(get("private/nothing"), denied);
});

test("a copy needs the permission to read its source", async (context) => {
  const { call, putPolicy } = await openS3(context);
  await call("s3", "CreateBucket", { Bucket: "other-pictures" });
  await putPolicy({ Effect: "Deny", Principal: { AWS: "*" }, Action: "s3:GetObject", Resource: `${arn}/private/*` });
  const copy = (source: string) =>
    call("s3", "CopyObject", { Bucket: "other-pictures", Key: "c", CopySource: `pictures/${source}` });
  await copy("public/a");
  await assert.rejects(copy("private/b"), denied);
});

test("a version that is named needs the permission for versions", async (context) => {
  const { call, table, asRoot, putPolicy } = await openS3(context);
  await call("s3", "PutBucketVersioning", { ...b, VersioningConfiguration: { Status: "Enabled" } });
  const { VersionId } = await call("s3", "PutObject", { ...b, Key: "public/a" });
  const asStranger = { ...asRoot, account: "111111111111", principal: stranger };
  const read = (version?: string) =>
    table.call("s3", "HeadObject", { ...b, Key: "public/a", VersionId: version }, asStranger);
  await putPolicy(allow({ AWS: "111111111111" }, "s3:GetObject", `${arn}/*`));
  await read();
  await assert.rejects(read(VersionId), denied);
  await putPolicy(allow({ AWS: "111111111111" }, "s3:GetObjectVersion", `${arn}/*`));
  await read(VersionId);
  await assert.rejects(read(), denied);
});

test("conditions on prefixes hold for lists", async (context) => {
  const { call, table, asRoot, putPolicy } = await openS3(context);
  await putPolicy(
    allow({ AWS: "111111111111" }, "s3:ListBucket", arn, { Condition: { StringLike: { "s3:prefix": "public/*" } } }),
  );
  const asStranger = { ...asRoot, account: "111111111111", principal: stranger };
  const list = (Prefix?: string) => table.call("s3", "ListObjectsV2", { ...b, Prefix }, asStranger);
  assert.equal((await list("public/")).KeyCount, 1);
  await assert.rejects(list("private/"), denied);
  await assert.rejects(list(), denied);
  assert.equal((await call("s3", "ListObjectsV2", b)).KeyCount, 2);
});

test("conditions on tags hold for what has them and for what is to have them", async (context) => {
  const { call, table, asRoot, putPolicy } = await openS3(context);
  const tagged = (action: string, key: string) =>
    allow({ AWS: "111111111111" }, action, `${arn}/*`, { Condition: { StringEquals: { [key]: "yes" } } });
  await putPolicy(
    tagged("s3:GetObject", "s3:ExistingObjectTag/open"),
    tagged("s3:PutObject", "s3:RequestObjectTag/open"),
    tagged("s3:PutObjectTagging", "s3:RequestObjectTag/open"),
  );
  const asStranger = { ...asRoot, account: "111111111111", principal: stranger };
  const get = (Key: string) => table.call("s3", "GetObject", { ...b, Key }, asStranger);
  const put = (Tagging?: string) => table.call("s3", "PutObject", { ...b, Key: "new", Tagging }, asStranger);
  await call("s3", "PutObject", { ...b, Key: "open", Tagging: "open=yes" });
  await call("s3", "PutObject", { ...b, Key: "closed", Tagging: "open=no" });
  await get("open");
  await assert.rejects(get("closed"), denied);
  await put("open=yes&other=1");
  await assert.rejects(put(), denied);
  await assert.rejects(put("open=no"), denied);
});

test("a malformed policy is refused in AWS's words", () => {
  const good = allow("*", "s3:GetObject", `${arn}/*`);
  const refuses = (json: string, message: string) =>
    assert.throws(() => checkPolicy(json, "pictures"), { name: "MalformedPolicy", status: 400, message });
  refuses("nonsense", "Policies must be valid JSON and the first byte must be '{'");
  refuses("[]", "Policies must be valid JSON and the first byte must be '{'");
  refuses("{}", "Missing required field Statement");
  refuses(
    JSON.stringify({ Version: "2020-01-01", Statement: [good] }),
    "The policy must contain a valid version string",
  );
  refuses(policyOf({ ...good, Effect: undefined }), "Missing required field Effect");
  refuses(policyOf({ ...good, Effect: "Maybe" }), "Invalid effect: Maybe");
  refuses(policyOf({ ...good, Principal: undefined }), "Missing required field Principal");
  refuses(policyOf({ ...good, Principal: { AWS: "me" } }), "Invalid principal in policy");
  refuses(policyOf({ ...good, Action: undefined }), "Missing required field Action");
  refuses(policyOf({ ...good, Action: "ec2:RunInstances" }), "Policy has invalid action");
  refuses(policyOf({ ...good, Resource: undefined }), "Missing required field Resource");
  // Small letters would be a rule that holds nobody.
  refuses(policyOf({ ...good, condition: { StringEquals: { "aws:username": "anna" } } }), "Unknown field condition");
  refuses(JSON.stringify({ Version: "2012-10-17", Statement: good, Statements: [] }), "Unknown field Statements");
  refuses(
    policyOf({ ...good, Condition: { StringEqual: { "aws:username": "anna" } } }),
    "Invalid Condition type : StringEqual",
  );
  refuses(policyOf({ ...good, Condition: "anna" }), "Invalid policy syntax.");
  refuses(policyOf({ ...good, Resource: "arn:aws:s3:::other/*" }), "Policy has invalid resource");
  refuses(policyOf({ ...good, Resource: arn }), "Action does not apply to any resource(s) in statement");
  refuses(policyOf({ ...good, Action: "s3:ListBucket" }), "Action does not apply to any resource(s) in statement");
  refuses(policyOf({ ...good, Sid: "x".repeat(21_000) }), "Policy exceeds the maximum allowed document size.");
  checkPolicy(policyOf(good, allow({ Service: "logging.s3.amazonaws.com" }, ["s3:*"], [arn, `${arn}/*`])), "pictures");
});

test("what public means", () => {
  const isPublic = (...statements: Statement[]) => isPublicPolicy(JSON.parse(policyOf(...statements)));
  const to = (Principal: unknown, Condition?: object) => allow(Principal, "s3:GetObject", `${arn}/*`, { Condition });
  assert.equal(isPublic(to("*")), true);
  assert.equal(isPublic(to({ AWS: "*" })), true);
  assert.equal(isPublic(to({ AWS: ["111111111111", "*"] })), true);
  assert.equal(isPublic({ ...to("*"), Effect: "Deny" }), false);
  assert.equal(isPublic(to({ AWS: "111111111111" })), false);
  assert.equal(isPublic(to({ Service: "cloudfront.amazonaws.com" })), false);
  assert.equal(isPublic(to("*", { StringEquals: { "aws:SourceVpc": "vpc-1" } })), false);
  assert.equal(isPublic(to("*", { StringLike: { "aws:SourceVpc": "vpc-*" } })), true);
  assert.equal(isPublic(to("*", { IpAddress: { "aws:SourceIp": "54.240.143.0/24" } })), false);
  assert.equal(isPublic(to("*", { IpAddress: { "aws:SourceIp": "0.0.0.0/1" } })), true);
  assert.equal(isPublic(to("*", { StringNotEquals: { "aws:SourceVpc": "vpc-1" } })), true);
});
