import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it, test } from "node:test";
import { CloudWatchClient, PutDashboardCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import {
  AddRoleToInstanceProfileCommand,
  CreateAccessKeyCommand,
  CreateInstanceProfileCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  GetFunctionCommand,
  LambdaClient,
  PublishLayerVersionCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketOwnershipControlsCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  S3Client,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { CreateTopicCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { AssumeRoleCommand, GetFederationTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { createServices } from "../../src/services/index.ts";
import { canonicalUserId } from "../../src/services/s3/buckets/owner.ts";
import { loadModel } from "../../src/wire/model/load-model.ts";
import type { Member } from "../../src/wire/model/shape.ts";
import { labRole } from "../support/lab.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

/**
 * The kinds of members that ask for more than their operation. `own` are the operations whose own permission is just about such a member:
 * PutObjectAcl needs none beside itself for an ACL.
 */
const kinds: readonly { readonly name: string; readonly member: RegExp; readonly own: RegExp }[] = [
  // Cost Explorer looks for tags by tags.
  { name: "tags", member: /^(?:tags?|tagging|taglist)$/i, own: /tag|^GetCost|^GetDimension/i },
  { name: "an ACL", member: /^(?:acl|grant.*|accesscontrolpolicy)$/i, own: /Acl$/ },
  {
    name: "a lock",
    member: /^objectlock(?:mode|retain.*|legalhold.*|event.*|enabled.*)$/i,
    own: /LegalHold$|Retention$|LockConfiguration$/,
  },
  { name: "a way past a lock", member: /^bypass/i, own: /^$/ },
  { name: "an ownership", member: /^objectownership$/i, own: /OwnershipControls$/ },
  // The trust policy decides of AssumeRole, whose own permission it is.
  { name: "a role to pass on", member: /^(?:role|rolearn|.+rolearn)$/i, own: /^AssumeRole/ },
  { name: "another object", member: /^(?:copysource|ifmatch)$/i, own: /^(?:Get|Head)/ },
  { name: "a layer", member: /^layers$/i, own: /^$/ },
  { name: "an identity behind", member: /^sourceidentity$/i, own: /^$/ },
];

test("what a member of an operation's input asks for beside the operation has its rule", () => {
  const missing: string[] = [];
  for (const { name: service, operations, access } of createServices({} as never)) {
    const model = loadModel(service);
    for (const operation of Object.keys(operations)) {
      // Key by key, in the operation.
      if ((access.selfChecked as readonly string[] | undefined)?.includes(operation)) continue;
      const rules = (access.also as Record<string, Record<string, unknown>> | undefined)?.[operation] ?? {};
      for (const [path, member] of membersOf(model.operation(operation)?.input.members ?? [])) {
        const kind = kinds.find((each) => each.member.test(member) && !each.own.test(operation));
        if (kind && !(path in rules)) missing.push(`${service} ${operation}: ${path} asks for ${kind.name}`);
      }
    }
  }
  assert.deepEqual(missing, []);
});

/** Those of structures, too, by their path. */
function membersOf(members: readonly Member[]): (readonly [path: string, name: string])[] {
  return members.flatMap((member) => [
    [member.name, member.name] as const,
    ...(member.shape.kind === "structure" ? member.shape.members : []).map(
      ({ name }) => [`${member.name}.${name}`, name] as const,
    ),
  ]);
}

const Bucket = "guarded";
const role = "arn:aws:iam::000000000000:role/passed";
const trust = (more: object = {}) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "000000000000" },
        Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
      },
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ],
    ...more,
  });
const code = {
  Runtime: "python3.11",
  Handler: "index.handler",
  Code: { ZipFile: zip({ "index.py": "handler = print\n" }) },
} as const;
const tag = [{ Key: "a", Value: "1" }];
const in2Years = () => new Date(Date.now() + 2 * 365 * 86_400_000);

/** What a caller with the first permissions alone may not do, and may with the one that is named. */
interface Case {
  readonly name: string;
  readonly first: readonly string[];
  readonly second: readonly string[];
  readonly call: (clients: Clients) => Promise<unknown>;
}

interface Clients {
  readonly s3: S3Client;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly cloudwatch: CloudWatchClient;
  readonly sts: STSClient;
}

const put = (more: object) => (clients: Clients) =>
  clients.s3.send(new PutObjectCommand({ Bucket, Key: "second", Body: "x", ...more }));
const copy = (more: object) => (clients: Clients) =>
  clients.s3.send(new CopyObjectCommand({ Bucket, Key: "copied", CopySource: `${Bucket}/plain`, ...more }));
const retain = { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: in2Years() } as const;
const grant = { GrantRead: `id="${canonicalUserId("000000000000")}"` };
let made = 0;
const fresh = (prefix: string) => `${prefix}-${++made}`;
const bucket = (more: object) => (clients: Clients) =>
  clients.s3.send(new CreateBucketCommand({ Bucket: fresh("made"), ...more }));

const cases: readonly Case[] = [
  {
    name: "an object's ACL",
    first: ["s3:PutObject"],
    second: ["s3:PutObjectAcl"],
    call: put({ ACL: "bucket-owner-full-control" }),
  },
  {
    name: "an object's grants",
    first: ["s3:PutObject"],
    second: ["s3:PutObjectAcl"],
    call: put({ Key: "granted", ...grant }),
  },
  { name: "an object's tags", first: ["s3:PutObject"], second: ["s3:PutObjectTagging"], call: put({ Tagging: "a=1" }) },
  {
    name: "an object's retention",
    first: ["s3:PutObject"],
    second: ["s3:PutObjectRetention"],
    call: put({ Key: "retained", ...retain }),
  },
  {
    name: "an object's legal hold",
    first: ["s3:PutObject"],
    second: ["s3:PutObjectLegalHold"],
    call: put({ Key: "held", ObjectLockLegalHoldStatus: "ON" }),
  },
  {
    name: "a write that looks",
    first: ["s3:PutObject"],
    second: ["s3:GetObject"],
    call: ({ s3 }) =>
      s3
        .send(
          new PutObjectCommand({ Bucket, Key: "plain", Body: "plain", IfMatch: '"ab5af43dfb2c22ac3b81a2ddcffce6f2"' }),
        )
        .catch(except("PreconditionFailed")),
  },
  { name: "a copy's source", first: ["s3:PutObject"], second: ["s3:GetObject"], call: copy({}) },
  {
    name: "a copy's ACL",
    first: ["s3:PutObject", "s3:GetObject"],
    second: ["s3:PutObjectAcl"],
    call: copy({ ACL: "private" }),
  },
  {
    name: "a copy's tags",
    first: ["s3:PutObject", "s3:GetObject"],
    second: ["s3:PutObjectTagging"],
    call: copy({ TaggingDirective: "REPLACE", Tagging: "a=1" }),
  },
  {
    name: "tags that come along",
    first: ["s3:PutObject", "s3:GetObject", "s3:GetObjectTagging"],
    second: ["s3:PutObjectTagging"],
    call: copy({ CopySource: `${Bucket}/tagged` }),
  },
  {
    name: "a source's tags",
    first: ["s3:PutObject", "s3:GetObject", "s3:PutObjectTagging"],
    second: ["s3:GetObjectTagging"],
    call: copy({ CopySource: `${Bucket}/tagged` }),
  },
  {
    name: "a copy's lock",
    first: ["s3:PutObject", "s3:GetObject"],
    second: ["s3:PutObjectRetention"],
    call: copy({ Key: "copied-retained", ...retain }),
  },
  ...(
    [
      ["ACL", { ACL: "private" }, "s3:PutObjectAcl"],
      ["tags", { Tagging: "a=1" }, "s3:PutObjectTagging"],
      ["lock", retain, "s3:PutObjectRetention"],
      ["hold", { ObjectLockLegalHoldStatus: "ON" }, "s3:PutObjectLegalHold"],
    ] as const
  ).map(
    ([name, more, second]): Case => ({
      name: `an upload's ${name}`,
      first: ["s3:PutObject"],
      second: [second],
      call: ({ s3 }) => s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "parts", ...more })),
    }),
  ),
  {
    name: "a part's source",
    first: ["s3:PutObject"],
    second: ["s3:GetObject"],
    call: async ({ s3 }) => {
      const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "parts" }));
      await s3.send(
        new UploadPartCopyCommand({ Bucket, Key: "parts", UploadId, PartNumber: 1, CopySource: `${Bucket}/plain` }),
      );
    },
  },
  {
    name: "a bucket's ACL",
    first: ["s3:CreateBucket", "s3:PutBucketOwnershipControls"],
    second: ["s3:PutBucketAcl"],
    call: bucket({ ACL: "log-delivery-write", ObjectOwnership: "ObjectWriter" }),
  },
  {
    name: "a bucket's ownership",
    first: ["s3:CreateBucket"],
    second: ["s3:PutBucketOwnershipControls"],
    call: bucket({ ObjectOwnership: "ObjectWriter" }),
  },
  {
    name: "a bucket's lock",
    first: ["s3:CreateBucket", "s3:PutBucketVersioning"],
    second: ["s3:PutBucketObjectLockConfiguration"],
    call: bucket({ ObjectLockEnabledForBucket: true }),
  },
  {
    name: "a locked bucket's versioning",
    first: ["s3:CreateBucket", "s3:PutBucketObjectLockConfiguration"],
    second: ["s3:PutBucketVersioning"],
    call: bucket({ ObjectLockEnabledForBucket: true }),
  },
  {
    name: "a bucket's tags",
    first: ["s3:CreateBucket"],
    second: ["s3:TagResource"],
    call: bucket({ CreateBucketConfiguration: { Tags: tag } }),
  },
  {
    name: "going past a lock",
    first: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
    second: ["s3:BypassGovernanceRetention"],
    call: ({ s3 }) => s3.send(new DeleteObjectCommand({ Bucket, Key: "none", BypassGovernanceRetention: true })),
  },
  {
    name: "going past the locks of several",
    first: ["s3:DeleteObject"],
    second: ["s3:BypassGovernanceRetention"],
    call: async ({ s3 }) => {
      const Delete = { Objects: [{ Key: "none" }] };
      const { Errors = [] } = await s3.send(
        new DeleteObjectsCommand({ Bucket, Delete, BypassGovernanceRetention: true }),
      );
      for (const { Code = "", Message } of Errors) throw Object.assign(new Error(Message), { name: Code });
    },
  },
  {
    name: "a shorter retention",
    first: ["s3:PutObjectRetention"],
    second: ["s3:BypassGovernanceRetention"],
    call: ({ s3 }) => {
      const Retention = { Mode: "GOVERNANCE", RetainUntilDate: in2Years() } as const;
      return s3.send(
        new PutObjectRetentionCommand({ Bucket, Key: "locked", Retention, BypassGovernanceRetention: true }),
      );
    },
  },
  {
    name: "a delete that looks",
    first: ["s3:DeleteObject"],
    second: ["s3:GetObject"],
    call: ({ s3 }) =>
      s3.send(new DeleteObjectCommand({ Bucket, Key: "plain", IfMatch: '"0"' })).catch(except("PreconditionFailed")),
  },
  {
    name: "an object's attributes",
    first: ["s3:GetObjectAttributes"],
    second: ["s3:GetObject"],
    call: ({ s3 }) => s3.send(new GetObjectAttributesCommand({ Bucket, Key: "plain", ObjectAttributes: ["ETag"] })),
  },
  {
    name: "a role's tags",
    first: ["iam:CreateRole"],
    second: ["iam:TagRole"],
    call: ({ iam }) =>
      iam.send(new CreateRoleCommand({ RoleName: fresh("role"), AssumeRolePolicyDocument: trust(), Tags: tag })),
  },
  {
    name: "a user's tags",
    first: ["iam:CreateUser"],
    second: ["iam:TagUser"],
    call: ({ iam }) => iam.send(new CreateUserCommand({ UserName: fresh("user"), Tags: tag })),
  },
  {
    name: "a policy's tags",
    first: ["iam:CreatePolicy"],
    second: ["iam:TagPolicy"],
    call: ({ iam }) =>
      iam.send(
        new CreatePolicyCommand({ PolicyName: fresh("policy"), PolicyDocument: allow(["s3:GetObject"]), Tags: tag }),
      ),
  },
  {
    name: "a profile's tags",
    first: ["iam:CreateInstanceProfile"],
    second: ["iam:TagInstanceProfile"],
    call: ({ iam }) => iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: fresh("profile"), Tags: tag })),
  },
  {
    name: "a provider's tags",
    first: ["iam:CreateOpenIDConnectProvider"],
    second: ["iam:TagOpenIDConnectProvider"],
    call: ({ iam }) =>
      iam.send(
        new CreateOpenIDConnectProviderCommand({
          Url: `https://${fresh("host")}.example`,
          ThumbprintList: ["0".repeat(40)],
          Tags: tag,
        }),
      ),
  },
  {
    name: "a device's tags",
    first: ["iam:CreateVirtualMFADevice"],
    second: ["iam:TagMFADevice"],
    call: ({ iam }) =>
      iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: fresh("device"), Tags: tag })),
  },
  {
    name: "a profile's role",
    first: ["iam:AddRoleToInstanceProfile", "iam:CreateInstanceProfile"],
    second: ["iam:PassRole"],
    call: async ({ iam }) => {
      const InstanceProfileName = fresh("profile");
      await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
      await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName: "passed" }));
    },
  },
  {
    name: "a function's role",
    first: ["lambda:CreateFunction"],
    second: ["iam:PassRole"],
    call: ({ lambda }) =>
      lambda.send(new CreateFunctionCommand({ FunctionName: fresh("function"), Role: role, ...code })),
  },
  {
    name: "a function's other role",
    first: ["lambda:UpdateFunctionConfiguration"],
    second: ["iam:PassRole"],
    call: ({ lambda }) => lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "updated", Role: role })),
  },
  {
    name: "a function's tags",
    first: ["lambda:CreateFunction", "iam:PassRole"],
    second: ["lambda:TagResource"],
    call: ({ lambda }) =>
      lambda.send(
        new CreateFunctionCommand({ FunctionName: fresh("function"), Role: role, Tags: { a: "1" }, ...code }),
      ),
  },
  {
    name: "a function's layer",
    first: ["lambda:CreateFunction", "iam:PassRole"],
    second: ["lambda:GetLayerVersion"],
    call: ({ lambda }) =>
      lambda.send(
        new CreateFunctionCommand({
          FunctionName: fresh("function"),
          Role: role,
          Layers: ["arn:aws:lambda:us-east-1:000000000000:layer:shared:1"],
          ...code,
        }),
      ),
  },
  {
    name: "a function's code",
    first: ["lambda:CreateFunction", "iam:PassRole"],
    second: ["s3:GetObject"],
    call: ({ lambda }) =>
      lambda.send(
        new CreateFunctionCommand({
          FunctionName: fresh("function"),
          Role: role,
          ...code,
          Code: { S3Bucket: Bucket, S3Key: "code.zip" },
        }),
      ),
  },
  {
    name: "a log group's tags",
    first: ["logs:CreateLogGroup"],
    second: ["logs:TagResource"],
    call: ({ logs }) => logs.send(new CreateLogGroupCommand({ logGroupName: fresh("group"), tags: { a: "1" } })),
  },
  {
    name: "an alarm's tags",
    first: ["cloudwatch:PutMetricAlarm"],
    second: ["cloudwatch:TagResource"],
    call: ({ cloudwatch }) =>
      cloudwatch.send(
        new PutMetricAlarmCommand({
          AlarmName: fresh("alarm"),
          MetricName: "a",
          Namespace: "a",
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          Statistic: "Sum",
          ComparisonOperator: "GreaterThanThreshold",
          Tags: tag,
        }),
      ),
  },
  {
    name: "a dashboard's tags",
    first: ["cloudwatch:PutDashboard"],
    second: ["cloudwatch:TagResource"],
    call: ({ cloudwatch }) =>
      cloudwatch.send(
        new PutDashboardCommand({ DashboardName: fresh("dashboard"), DashboardBody: '{"widgets":[]}', Tags: tag }),
      ),
  },
  {
    name: "a session's tags",
    first: ["sts:AssumeRole"],
    second: ["sts:TagSession"],
    call: ({ sts }) => sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: "session", Tags: tag })),
  },
  {
    name: "a session's source",
    first: ["sts:AssumeRole"],
    second: ["sts:SetSourceIdentity"],
    call: ({ sts }) =>
      sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: "session", SourceIdentity: "ann" })),
  },
  {
    name: "a guest's tags",
    first: ["sts:GetFederationToken"],
    second: ["sts:TagSession"],
    call: ({ sts }) => sts.send(new GetFederationTokenCommand({ Name: "guest", Tags: tag })),
  },
];

function except(name: string) {
  return (error: Error) => {
    if (error.name !== name) throw error;
  };
}

function allow(Action: readonly string[], more: object = {}): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*", ...more }] });
}

describe("second permissions", () => {
  for (const auth of ["enforce", "open"] as const) {
    describe(`with --auth ${auth}`, () => {
      let squall: TestSquall;
      let root: Clients;
      const clientsOf = (credentials: object): Clients => {
        const options = { credentials, forcePathStyle: true } as object;
        return {
          s3: squall.client(S3Client, options),
          iam: squall.client(IAMClient, options),
          lambda: squall.client(LambdaClient, options),
          logs: squall.client(CloudWatchLogsClient, options),
          cloudwatch: squall.client(CloudWatchClient, options),
          sts: squall.client(STSClient, options),
        };
      };
      const permit = (UserName: string, PolicyDocument: string) =>
        root.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "only", PolicyDocument }));
      /** Each case's own: what would be denied is said once of everybody. */
      const makeUser = async (UserName: string): Promise<Clients> => {
        await root.iam.send(new CreateUserCommand({ UserName }));
        const { AccessKey } = await root.iam.send(new CreateAccessKeyCommand({ UserName }));
        return clientsOf({ accessKeyId: AccessKey?.AccessKeyId, secretAccessKey: AccessKey?.SecretAccessKey });
      };

      before(async () => {
        squall = await startSquall({ auth, logLevel: "warn" });
        const key =
          auth === "open"
            ? { accessKeyId: "test", secretAccessKey: "test" }
            : JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
        root = clientsOf(key);
        await root.s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
        const OwnershipControls = { Rules: [{ ObjectOwnership: "ObjectWriter" as const }] };
        await root.s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
        for (const [Key, more] of [
          ["plain", {}],
          ["tagged", { Tagging: "a=1" }],
          ["locked", retain],
          ["code.zip", { Body: code.Code.ZipFile }],
        ] as const) {
          await root.s3.send(new PutObjectCommand({ Bucket, Key, Body: Key, ...more }));
        }
        await root.iam.send(new CreateRoleCommand({ RoleName: "passed", AssumeRolePolicyDocument: trust() }));
        await root.lambda.send(
          new PublishLayerVersionCommand({ LayerName: "shared", Content: { ZipFile: zip({ a: "" }) } }),
        );
        await root.lambda.send(new CreateFunctionCommand({ FunctionName: "updated", Role: labRole, ...code }));
      });
      after(() => squall.close());

      for (const { name: what, first, second, call } of cases) {
        it(what, { timeout: 60_000 }, async (context) => {
          const warnings: string[] = [];
          const name = fresh("caller");
          const user = await makeUser(name);
          const written = context.mock.method(process.stderr, "write", (text: string) => {
            warnings.push(text);
            return true;
          });
          const said = () => warnings.splice(0).join("");
          await permit(name, allow(first));
          said();
          if (auth === "enforce") {
            await assert.rejects(call(user), (error: Error) => {
              // Lambda tells what S3 told it.
              assert.match(`${error.name} ${error.message}`, /AccessDenied/);
              assert.match(error.message, new RegExp(`is not authorized to perform: ${second[0]} on resource: `));
              return true;
            });
          } else {
            await call(user);
            assert.match(said(), new RegExp(`would be denied on AWS: .* to perform: ${second[0]} on resource`));
          }
          await permit(name, allow([...first, ...second]));
          said();
          await call(user);
          assert.doesNotMatch(said(), /would be denied/);
          written.mock.restore();
        });
      }
    });
  }
});

describe("what an answer tells only those who may ask for it by itself, with --auth enforce", () => {
  let squall: TestSquall;
  let root: { readonly iam: IAMClient; readonly s3: S3Client; readonly lambda: LambdaClient };
  let ann: { readonly s3: S3Client; readonly lambda: LambdaClient };
  before(async () => {
    squall = await startSquall({ auth: "enforce" });
    const clients = (credentials: { accessKeyId: string; secretAccessKey: string }) => ({
      iam: squall.client(IAMClient, { credentials }),
      s3: squall.client(S3Client, { credentials, forcePathStyle: true }),
      lambda: squall.client(LambdaClient, { credentials }),
    });
    root = clients(JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8")));
    await root.s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
    const more = { ...retain, ObjectLockLegalHoldStatus: "ON", Tagging: "a=1&b=2" } as const;
    await root.s3.send(new PutObjectCommand({ Bucket, Key: "secretive", Body: "x", ...more }));
    await root.lambda.send(
      new CreateFunctionCommand({ FunctionName: "tagged", Role: labRole, Tags: { a: "1" }, ...code }),
    );
    await root.iam.send(new CreateUserCommand({ UserName: "ann" }));
    const { AccessKey } = await root.iam.send(new CreateAccessKeyCommand({ UserName: "ann" }));
    ann = clients({ accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" });
  });
  after(() => squall.close());
  const permit = (actions: readonly string[]) =>
    root.iam.send(new PutUserPolicyCommand({ UserName: "ann", PolicyName: "only", PolicyDocument: allow(actions) }));

  it("of an object: its lock, its legal hold and how many tags it has", async () => {
    const all = { mode: "GOVERNANCE", until: true, hold: "ON", tags: 2 };
    const told = async (s3: S3Client, VersionId?: string) => {
      const input = { Bucket, Key: "secretive", VersionId };
      const answers = [
        await s3.send(new GetObjectCommand(input)),
        await s3.send(new HeadObjectCommand(input)),
      ] as const;
      const [got, head] = answers.map((answer) => ({
        mode: answer.ObjectLockMode,
        until: answer.ObjectLockRetainUntilDate !== undefined,
        hold: answer.ObjectLockLegalHoldStatus,
        tags: answer.TagCount,
      }));
      assert.deepEqual(head, got);
      return got;
    };
    const nothing = { mode: undefined, until: false, hold: undefined, tags: undefined };
    assert.deepEqual(await told(root.s3), all);
    await permit(["s3:GetObject"]);
    assert.deepEqual(await told(ann.s3), nothing);
    await permit(["s3:GetObject", "s3:GetObjectRetention"]);
    assert.deepEqual(await told(ann.s3), { ...nothing, mode: all.mode, until: true });
    await permit(["s3:GetObject", "s3:GetObjectLegalHold"]);
    assert.deepEqual(await told(ann.s3), { ...nothing, hold: "ON" });
    await permit(["s3:GetObject", "s3:GetObjectTagging"]);
    assert.deepEqual(await told(ann.s3), { ...nothing, tags: 2 });
    const { VersionId } = await root.s3.send(new HeadObjectCommand({ Bucket, Key: "secretive" }));
    await permit(["s3:GetObjectVersion", "s3:GetObjectTagging"]);
    assert.deepEqual(await told(ann.s3, VersionId), nothing);
    await permit(["s3:GetObjectVersion", "s3:GetObjectVersionTagging"]);
    assert.deepEqual(await told(ann.s3, VersionId), { ...nothing, tags: 2 });
  });

  it("of a function: its tags", async () => {
    await permit(["lambda:GetFunction"]);
    const hidden = await ann.lambda.send(new GetFunctionCommand({ FunctionName: "tagged" }));
    assert.deepEqual([hidden.Tags, hidden.TagsError?.ErrorCode], [undefined, "AccessDeniedException"]);
    assert.match(hidden.TagsError?.Message ?? "", /is not authorized to perform: lambda:ListTags on resource: arn:/);
    await permit(["lambda:GetFunction", "lambda:ListTags"]);
    const shown = await ann.lambda.send(new GetFunctionCommand({ FunctionName: "tagged" }));
    assert.deepEqual([shown.Tags, shown.TagsError], [{ a: "1" }, undefined]);
  });
});

describe("conditions of a second permission", () => {
  let squall: TestSquall;
  let root: { readonly iam: IAMClient; readonly lambda: LambdaClient };
  let lambda: LambdaClient;
  before(async () => {
    squall = await startSquall({ auth: "enforce" });
    const credentials = JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
    root = { iam: squall.client(IAMClient, { credentials }), lambda: squall.client(LambdaClient, { credentials }) };
    await root.lambda.send(new CreateFunctionCommand({ FunctionName: "own", Role: labRole, ...code }));
    await root.iam.send(new CreateUserCommand({ UserName: "ann" }));
    const { AccessKey } = await root.iam.send(new CreateAccessKeyCommand({ UserName: "ann" }));
    const key = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
    lambda = squall.client(LambdaClient, { credentials: key });
  });
  after(() => squall.close());

  const permit = (...Statement: object[]) => {
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    return root.iam.send(new PutUserPolicyCommand({ UserName: "ann", PolicyName: "only", PolicyDocument }));
  };
  const denied = (call: Promise<unknown>) => assert.rejects(call, { name: /AccessDenied/ });
  const create = { Effect: "Allow", Action: "lambda:CreateFunction", Resource: "*" };
  const make = (more: object = {}) =>
    lambda.send(new CreateFunctionCommand({ FunctionName: fresh("function"), Role: labRole, ...code, ...more }));

  it("a role is passed to the service that is named", async () => {
    const pass = (service: string) => ({
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: "*",
      Condition: { StringEquals: { "iam:PassedToService": service } },
    });
    await permit(create, pass("ec2.amazonaws.com"));
    await denied(make());
    await permit(create, pass("lambda.amazonaws.com"));
    await make();
  });

  it("tags are those that the policy lets one give", async () => {
    const pass = { Effect: "Allow", Action: "iam:PassRole", Resource: "*" };
    const tagging = {
      Effect: "Allow",
      Action: "lambda:TagResource",
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestTag/team": "blue" } },
    };
    await permit(create, pass, tagging);
    await denied(make({ Tags: { team: "red" } }));
    await make({ Tags: { team: "blue" } });
  });

  it("a function's URL and its permissions have the type that the policy names", async () => {
    const FunctionName = "own";
    const Condition = { StringEquals: { "lambda:FunctionUrlAuthType": "AWS_IAM" } };
    await permit({
      Effect: "Allow",
      Action: ["lambda:CreateFunctionUrlConfig", "lambda:AddPermission"],
      Resource: "*",
      Condition,
    });
    await denied(lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: "NONE" })));
    await lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: "AWS_IAM" }));
    const permission = { FunctionName, Action: "lambda:InvokeFunctionUrl", Principal: "*" } as const;
    await denied(
      lambda.send(new AddPermissionCommand({ ...permission, StatementId: "a", FunctionUrlAuthType: "NONE" })),
    );
    await lambda.send(new AddPermissionCommand({ ...permission, StatementId: "a", FunctionUrlAuthType: "AWS_IAM" }));
  });
});

describe("what its operation asks for by itself, and what a topic's own policy does not give, with --auth enforce", () => {
  let squall: TestSquall;
  let root: { readonly accessKeyId: string; readonly secretAccessKey: string };
  let stranger: { readonly accessKeyId: string; readonly secretAccessKey: string };
  before(async () => {
    squall = await startSquall({ auth: "enforce" });
    root = JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
    const iam = squall.client(IAMClient, { credentials: root });
    await iam.send(new CreateUserCommand({ UserName: "eve" }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "eve" }));
    stranger = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  });
  after(() => squall.close());

  it("events, of a bus", async () => {
    const put = (credentials: typeof root) =>
      squall
        .client(EventBridgeClient, { credentials })
        .send(new PutEventsCommand({ Entries: [{ Source: "s", DetailType: "t", Detail: "{}" }] }));
    await assert.rejects(
      put(stranger),
      /is not authorized to perform: events:PutEvents on resource: .*event-bus\/default/,
    );
    assert.equal((await put(root)).FailedEntryCount, 0);
  });

  it("each table of a batch", async () => {
    const tables = squall.client(DynamoDBClient, { credentials: root });
    await tables.send(
      new CreateTableCommand({
        TableName: "secrets",
        AttributeDefinitions: [{ AttributeName: "k", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "k", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    await waitUntilTableExists({ client: tables, maxWaitTime: 60 }, { TableName: "secrets" });
    const Item = { k: { S: "a" } };
    const write = new BatchWriteItemCommand({ RequestItems: { secrets: [{ PutRequest: { Item } }] } });
    const read = new BatchGetItemCommand({ RequestItems: { secrets: { Keys: [Item] } } });
    const eve = squall.client(DynamoDBClient, { credentials: stranger });
    await assert.rejects(
      eve.send(write),
      /is not authorized to perform: dynamodb:BatchWriteItem on resource: .*secrets/,
    );
    await tables.send(write);
    await assert.rejects(eve.send(read), /is not authorized to perform: dynamodb:BatchGetItem on resource: .*secrets/);
    assert.deepEqual((await tables.send(read)).Responses, { secrets: [Item] });
  });

  it("a topic whose policy is the one it was made with", async () => {
    const topics = squall.client(SNSClient, { credentials: root });
    const { TopicArn } = await topics.send(new CreateTopicCommand({ Name: "quiet" }));
    const publish = new PublishCommand({ TopicArn, Message: "m" });
    const eve = squall.client(SNSClient, { credentials: stranger });
    await assert.rejects(eve.send(publish), {
      name: "AuthorizationErrorException",
      message:
        /not authorized to perform: SNS:Publish on resource: .* because no identity-based policy allows the SNS:Publish action/,
    });
    await topics.send(publish);
  });
});
