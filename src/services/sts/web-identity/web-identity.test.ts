import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { createAccessControl } from "../../iam/access/access-control.ts";
import { iam } from "../../iam/service.ts";
import { sts } from "../service.ts";

const account = "000000000000";
const RoleArn = `arn:aws:iam::${account}:role/deploy`;

/** An identity provider on this machine that publishes one key. */
async function openIssuer(context: TestContext) {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const server = createServer((request, response) => {
    const isKeys = request.url === "/keys";
    const keys = { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k1", use: "sig" }] };
    response.end(JSON.stringify(isKeys ? keys : { issuer, jwks_uri: `${issuer}/keys` }));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  context.after(() => void server.close());
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { issuer, privateKey, server };
}

function toToken(claims: object, key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "RS256", kid: "k1" })}.${part(claims)}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
}

async function openWithProvider(context: TestContext, auth: "open" | "enforce") {
  const harness = await openServiceTest(context, [iam, sts], {
    access: createAccessControl,
    auth,
    functionNetwork: "host",
  });
  const { call, clock, table, asRoot } = harness;
  const issuer = await openIssuer(context);
  const name = issuer.issuer.replace("http://", "");
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${name}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { [`${name}:sub`]: "repo:main", [`${name}:aud`]: "sts.amazonaws.com" } },
    },
  });
  await call("iam", "CreateRole", { RoleName: "deploy", AssumeRolePolicyDocument });
  const provide = () =>
    call("iam", "CreateOpenIDConnectProvider", { Url: issuer.issuer, ClientIDList: ["sts.amazonaws.com"] });
  const claims = {
    iss: issuer.issuer,
    sub: "repo:main",
    aud: "sts.amazonaws.com",
    exp: Math.floor(clock.nowMs() / 1_000) + 300,
  };
  const anonymous = { kind: "anonymous", account, arn: "anonymous", userId: "anonymous" } as const;
  const assume = (WebIdentityToken: string) =>
    table.call(
      "sts",
      "AssumeRoleWithWebIdentity",
      { RoleArn, RoleSessionName: "ci", WebIdentityToken },
      { ...asRoot, principal: anonymous },
    );
  return { ...harness, issuer, provide, claims, assume };
}

const invalid = "InvalidIdentityTokenException";

test("a token that its issuer signed is worth a role's credentials", async (context) => {
  const { assume, provide, claims, issuer, table } = await openWithProvider(context, "enforce");
  const token = (changed: object = {}, key = issuer.privateKey) => toToken({ ...claims, ...changed }, key);
  await refuses(assume("????"), invalid, /not a valid JWT/);
  await refuses(assume(token()), invalid, `No OpenIDConnect provider found in your account for ${claims.iss}`);
  await provide();
  const { Credentials, AssumedRoleUser, SubjectFromWebIdentityToken, Audience, Provider } = await assume(token());
  assert.equal(AssumedRoleUser?.Arn, `arn:aws:sts::${account}:assumed-role/deploy/ci`);
  assert.deepEqual([SubjectFromWebIdentityToken, Audience, Provider], ["repo:main", "sts.amazonaws.com", claims.iss]);
  const found = await table.host.access.findCredentials(Credentials?.AccessKeyId ?? "", Credentials?.SessionToken);
  assert.equal(found?.principal.arn, AssumedRoleUser?.Arn);

  const stranger = generateKeyPairSync("rsa", { modulusLength: 2_048 }).privateKey;
  await refuses(assume(token({}, stranger)), invalid, /signature/);
  await refuses(assume(token({ aud: "other" })), invalid, "Incorrect token audience");
  await refuses(assume(token({ exp: claims.exp - 300 })), "ExpiredTokenException", /^Token expired: current date/);
  await refuses(
    assume(token({ sub: "repo:fork" })),
    "AccessDenied",
    "Not authorized to perform sts:AssumeRoleWithWebIdentity",
  );
});

test("without the issuer's keys nobody is let in", async (context) => {
  const { assume, provide, claims, issuer } = await openWithProvider(context, "enforce");
  await provide();
  issuer.server.close();
  issuer.server.closeAllConnections();
  await refuses(
    assume(toToken(claims, issuer.privateKey)),
    "IDPCommunicationErrorException",
    /^Couldn't retrieve verification key/,
  );
});

test("in open mode no signature is checked and nothing is fetched, but the provider must be there", async (context) => {
  const { assume, provide, claims, issuer } = await openWithProvider(context, "open");
  issuer.server.close();
  const stranger = generateKeyPairSync("rsa", { modulusLength: 2_048 }).privateKey;
  await refuses(assume(toToken(claims, stranger)), invalid, /No OpenIDConnect provider/);
  await provide();
  assert.ok((await assume(toToken(claims, stranger))).Credentials?.SessionToken);
});
