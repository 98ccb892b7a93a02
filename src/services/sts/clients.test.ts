import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { startSquall, type TestSquall } from "../../../test/support/squall.ts";

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Keys as STS and IAM answer them, as a client takes them. */
function toKeys(answer: { AccessKeyId?: string; SecretAccessKey?: string; SessionToken?: string } | undefined): Keys {
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken } = answer ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

describe("STS, with the JavaScript SDK and signatures checked", () => {
  let squall: TestSquall;
  let root: Keys;
  let alice: Keys;
  const clients: { destroy(): void }[] = [];

  /** Closed at the end: a connection that is kept alive would hold the server up. */
  function client<C extends { destroy(): void }, O extends object>(
    Client: new (options: O) => C,
    credentials: Keys,
  ): C {
    const made = squall.client(Client, { credentials } as unknown as Partial<O>);
    clients.push(made);
    return made;
  }

  const roleArn = "arn:aws:iam::000000000000:role/r";

  before(async () => {
    squall = await startSquall({ auth: "enforce" });
    root = JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
    const iam = client(IAMClient, root);
    await iam.send(new CreateUserCommand({ UserName: "alice" }));
    alice = toKeys((await iam.send(new CreateAccessKeyCommand({ UserName: "alice" }))).AccessKey);
    const Statement = {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::000000000000:user/alice" },
      Action: "sts:AssumeRole",
    };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.send(new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument }));
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: "logs:CreateLogGroup", Resource: "*" },
    });
    await iam.send(new PutRolePolicyCommand({ RoleName: "r", PolicyName: "p", PolicyDocument }));
  });

  after(async () => {
    for (const each of clients) each.destroy();
    await squall.close();
  });

  test("a user assumes a role and does with its credentials what the role may", async () => {
    const sts = client(STSClient, alice);
    assert.equal((await sts.send(new GetCallerIdentityCommand({}))).Arn, "arn:aws:iam::000000000000:user/alice");
    const create = (credentials: Keys, logGroupName: string) =>
      client(CloudWatchLogsClient, credentials).send(new CreateLogGroupCommand({ logGroupName }));
    await assert.rejects(create(alice, "a"), {
      name: "AccessDeniedException",
      message: /user\/alice is not authorized to perform: logs:CreateLogGroup/,
    });
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "session" }));
    assert.ok(Credentials?.Expiration instanceof Date);
    const role = toKeys(Credentials);
    await create(role, "a");
    const asRole = client(STSClient, role);
    assert.equal(
      (await asRole.send(new GetCallerIdentityCommand({}))).Arn,
      "arn:aws:sts::000000000000:assumed-role/r/session",
    );
    await assert.rejects(asRole.send(new GetSessionTokenCommand({})), { name: "AccessDenied" });
    const stolen = { ...role, sessionToken: `${role.sessionToken?.slice(0, -8)}AAAAAAAA` };
    await assert.rejects(create(stolen, "b"), {
      name: /InvalidClientTokenId|UnrecognizedClientException|InvalidSignature/,
    });
  });

  test("a user's own session, and the account of a key", async () => {
    const sts = client(STSClient, alice);
    const { Credentials } = await sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
    const asAlice = client(STSClient, toKeys(Credentials));
    assert.equal((await asAlice.send(new GetCallerIdentityCommand({}))).Arn, "arn:aws:iam::000000000000:user/alice");
    const asRoot = client(STSClient, root);
    const info = await asRoot.send(new GetAccessKeyInfoCommand({ AccessKeyId: alice.accessKeyId }));
    assert.equal(info.Account, "000000000000");
    // A token's bearer has no credentials and signs nothing.
    const bearer = { RoleArn: roleArn, RoleSessionName: "session", WebIdentityToken: "no.real.token" };
    await assert.rejects(sts.send(new AssumeRoleWithWebIdentityCommand(bearer)), {
      name: "InvalidIdentityTokenException",
    });
    const short = sts.send(new GetSessionTokenCommand({ DurationSeconds: 1 }));
    await assert.rejects(short, { name: "ValidationError" });
  });
});
