// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compilePolicy } from "../../policy-language/compile.ts";
import type { PolicyStatement } from "../../policy-language/document.ts";
import { type Principal, rootPrincipal, servicePrincipal } from "../../principal.ts";
import { evaluate } from "./evaluate.ts";

const home = "111111111111";
const away = "222222222222";
const user: Principal = { kind: "user", account: home, arn: `arn:aws:iam::${home}:user/alice`, userId: "AIDA" };
const session: Principal = {
  kind: "assumed-role",
  account: home,
  arn: `arn:aws:sts::${home}:assumed-role/role/session`,
  userId: "AROA:session",
  roleArn: `arn:aws:iam::${home}:role/role`,
};
const anonymous: Principal = { kind: "anonymous", account: "", arn: "anonymous", userId: "anonymous" };
const lambda = servicePrincipal("lambda.amazonaws.com", home);

interface Case {
  readonly by?: Principal;
  readonly identity?: readonly PolicyStatement[];
  readonly boundary?: readonly PolicyStatement[];
  readonly session?: readonly PolicyStatement[];
  readonly resource?: readonly PolicyStatement[];
  readonly action?: string;
  readonly on?: string;
  readonly owner?: string;
  readonly conditions?: Readonly<Record<string, readonly string[]>>;
}

function decide(request: Case): string {
  const compile = (Statement: readonly PolicyStatement[]) =>
    compilePolicy(JSON.stringify({ Version: "2012-10-17", Statement }));
  const { allowed, reason } = evaluate(
    {
      principal: request.by ?? user,
      action: request.action ?? "s3:GetObject",
      resource: request.on ?? "arn:aws:s3:::bucket/key",
      resourceAccount: request.owner ?? home,
      resourcePolicy: undefined,
      conditions: request.conditions ?? {},
    },
    {
      identity: request.identity ? [compile(request.identity)] : [],
      boundary: request.boundary && compile(request.boundary),
      session: request.session ? [compile(request.session)] : [],
      resource: request.resource && compile(request.resource),
    },
  );
  return allowed ? "allowed" : reason || "denied";
}

const allow = (statement: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: "Allow",
  ...("NotAction" in statement ? {} : { Action: "s3:GetObject" }),
  ...("NotResource" in statement ? {} : { Resource: "*" }),
  ...statement,
});
const deny = (statement: Partial<PolicyStatement> = {}): PolicyStatement => ({ ...allow(statement), Effect: "Deny" });
const to = (...AWS: string[]) => ({ Principal: { AWS } });

const none = (kind: string, action = "s3:GetObject") => `because no ${kind} allows the ${action} action`;
const explicit = (kind: string) => `with an explicit deny in ${kind}`;

function check(cases: readonly (readonly [name: string, request: Case, decision: string])[]): void {
  for (const [name, request, decision] of cases) assert.equal(decide(request), decision, name);
}

test("within an account the identity's or the resource's policy is enough", () => {
  check([
    ["nobody says anything", {}, none("identity-based policy")],
    ["the identity may", { identity: [allow()] }, "allowed"],
    [
      "the identity may do something else",
      { identity: [allow({ Action: "s3:PutObject" })] },
      none("identity-based policy"),
    ],
    ["the resource names the user", { resource: [allow(to(user.arn))] }, "allowed"],
    ["the resource names everybody", { resource: [allow({ Principal: "*" })] }, "allowed"],
    [
      "the resource names the account, which leaves it to the identity",
      { resource: [allow(to(home))] },
      none("identity-based policy"),
    ],
    ["… and to the root's ARN", { resource: [allow(to(`arn:aws:iam::${home}:root`))], identity: [allow()] }, "allowed"],
    ["the resource names another user", { resource: [allow(to(`${user.arn}2`))] }, none("identity-based policy")],
    ["the resource names the session's role", { by: session, resource: [allow(to(session.roleArn ?? ""))] }, "allowed"],
    ["the resource names the user's unique id", { resource: [allow(to("AIDA"))] }, "allowed"],
    ["the resource names the role's unique id", { by: session, resource: [allow(to("AROA"))] }, "allowed"],
    ["the resource names the session", { by: session, resource: [allow(to(session.arn))] }, "allowed"],
    ["root may do all", { by: rootPrincipal(home) }, "allowed"],
  ]);
});

test("an explicit deny anywhere wins", () => {
  check([
    ["identity", { identity: [allow(), deny()] }, explicit("an identity-based policy")],
    ["resource", { identity: [allow()], resource: [deny({ Principal: "*" })] }, explicit("a resource-based policy")],
    ["resource, of somebody else", { identity: [allow()], resource: [deny(to(`${user.arn}2`))] }, "allowed"],
    [
      "resource, of the whole account",
      { identity: [allow()], resource: [deny(to(home))] },
      explicit("a resource-based policy"),
    ],
    [
      "resource, of root",
      { by: rootPrincipal(home), resource: [deny({ Principal: "*" })] },
      explicit("a resource-based policy"),
    ],
    ["boundary", { identity: [allow()], boundary: [allow(), deny()] }, explicit("a permissions boundary")],
    ["session", { identity: [allow()], session: [allow(), deny()] }, explicit("a session policy")],
    [
      "under a condition that is not met",
      { identity: [allow(), deny({ Condition: { Bool: { a: "true" } } })] },
      "allowed",
    ],
    [
      "all but those named",
      { identity: [allow()], resource: [deny({ NotPrincipal: { AWS: `${user.arn}2` } })] },
      explicit("a resource-based policy"),
    ],
    ["all but this one", { identity: [allow()], resource: [deny({ NotPrincipal: { AWS: user.arn } })] }, "allowed"],
    [
      "who asks who they are is told",
      { action: "sts:GetCallerIdentity", identity: [deny({ Action: "*" })] },
      "allowed",
    ],
  ]);
});

test("between accounts both must allow", () => {
  const owner = away;
  check([
    ["the identity alone", { owner, identity: [allow()] }, none("resource-based policy")],
    ["the resource alone", { owner, resource: [allow(to(user.arn))] }, none("identity-based policy")],
    ["both", { owner, identity: [allow()], resource: [allow(to(user.arn))] }, "allowed"],
    ["both, by the account", { owner, identity: [allow()], resource: [allow(to(home))] }, "allowed"],
    ["root of another account", { owner, by: rootPrincipal(home) }, none("resource-based policy")],
    ["root, named", { owner, by: rootPrincipal(home), resource: [allow(to(home))] }, "allowed"],
  ]);
});

test("boundaries and session policies only narrow", () => {
  const other = [allow({ Action: "s3:PutObject" })];
  check([
    ["a boundary without the action", { identity: [allow()], boundary: other }, none("permissions boundary")],
    ["a boundary gives nothing", { boundary: [allow()] }, none("identity-based policy")],
    ["both", { identity: [allow()], boundary: [allow()] }, "allowed"],
    [
      "a session policy without the action",
      { by: session, identity: [allow()], session: other },
      none("session policy"),
    ],
    ["a session policy gives nothing", { by: session, session: [allow()] }, none("identity-based policy")],
    [
      "what a resource gives the role",
      { by: session, resource: [allow(to(session.roleArn ?? ""))], session: other },
      none("session policy"),
    ],
    [
      "what a resource gives the session",
      { by: session, resource: [allow(to(session.arn))], session: other, boundary: other },
      "allowed",
    ],
    ["what a resource gives the user", { resource: [allow(to(user.arn))], boundary: other }, "allowed"],
  ]);
});

test("services and strangers need the resource's word", () => {
  check([
    ["a service", { by: lambda, identity: [allow()] }, none("resource-based policy")],
    [
      "a service, named",
      { by: lambda, resource: [allow({ Principal: { Service: "lambda.amazonaws.com" } })] },
      "allowed",
    ],
    [
      "another service",
      { by: lambda, resource: [allow({ Principal: { Service: ["s3.amazonaws.com"] } })] },
      none("resource-based policy"),
    ],
    [
      "a service for another resource",
      {
        by: lambda,
        resource: [
          allow({
            Principal: { Service: "lambda.amazonaws.com" },
            Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::b" } },
          }),
        ],
        conditions: { "aws:sourcearn": ["arn:aws:s3:::c"] },
      },
      none("resource-based policy"),
    ],
    ["a stranger", { by: anonymous, resource: [allow(to(user.arn))] }, none("resource-based policy")],
    ["a stranger where all may", { by: anonymous, resource: [allow({ Principal: "*" })] }, "allowed"],
    [
      "a stranger who asks who they are",
      { by: anonymous, action: "sts:GetCallerIdentity" },
      none("resource-based policy", "sts:GetCallerIdentity"),
    ],
  ]);
});

test("to assume a role its trust policy must allow in every case", () => {
  const assume = { action: "sts:AssumeRole", on: `arn:aws:iam::${home}:role/role` };
  const trust = (principal: Partial<PolicyStatement>) => [
    { Effect: "Allow", Action: "sts:AssumeRole", ...principal } satisfies PolicyStatement,
  ];
  const identity = [allow({ Action: "sts:*" })];
  check([
    ["the identity alone", { ...assume, identity }, "denied"],
    ["trust of the user", { ...assume, resource: trust(to(user.arn)) }, "allowed"],
    ["trust of the account", { ...assume, resource: trust(to(home)) }, none("identity-based policy", "sts:AssumeRole")],
    ["trust of the account, and the identity may", { ...assume, resource: trust(to(home)), identity }, "allowed"],
    [
      "trust from another account",
      { ...assume, owner: away, resource: trust(to(user.arn)) },
      none("identity-based policy", "sts:AssumeRole"),
    ],
    [
      "trust under a condition",
      { ...assume, resource: trust({ ...to(user.arn), Condition: { StringEquals: { "sts:ExternalId": "x" } } }) },
      "denied",
    ],
    [
      "trust with the external id",
      {
        ...assume,
        resource: trust({ ...to(user.arn), Condition: { StringEquals: { "sts:ExternalId": "x" } } }),
        conditions: { "sts:externalid": ["x"] },
      },
      "allowed",
    ],
  ]);
});

test("actions and resources, and all but them", () => {
  const on = (Resource: string | string[]) => ({ identity: [allow({ Resource })] });
  const missing = none("identity-based policy");
  check([
    ["an action in any case", { identity: [allow({ Action: "S3:getobject" })] }, "allowed"],
    ["wildcards", { identity: [allow({ Action: ["ec2:*", "s3:Get*t"] })] }, "allowed"],
    ["one character", { identity: [allow({ Action: "s3:GetObjec?" })] }, "allowed"],
    ["one character too many", { identity: [allow({ Action: "s3:GetObject?" })] }, missing],
    ["all but others", { identity: [allow({ NotAction: "iam:*" })] }, "allowed"],
    ["all but this", { identity: [allow({ NotAction: ["iam:*", "s3:*"] })] }, missing],
    ["no action at all", { identity: [{ Effect: "Allow", Resource: "*" }] }, missing],
    ["the resource", on("arn:aws:s3:::bucket/key"), "allowed"],
    ["the resource in another case", on("arn:aws:s3:::bucket/KEY"), missing],
    ["a prefix", on("arn:aws:s3:::bucket/*"), "allowed"],
    ["a list", on(["arn:aws:s3:::a", "arn:aws:s3:::b*y"]), "allowed"],
    ["all but others", { identity: [allow({ NotResource: "arn:aws:s3:::other*" })] }, "allowed"],
    ["all but this", { identity: [allow({ NotResource: "arn:aws:s3:::b*" })] }, missing],
    ["deny all but this", { identity: [allow(), deny({ NotResource: "arn:aws:s3:::bucket/*" })] }, "allowed"],
    [
      "a variable",
      { ...on("arn:aws:s3:::${aws:username}/key"), conditions: { "aws:username": ["bucket"] } },
      "allowed",
    ],
    ["a variable of nobody", on("arn:aws:s3:::${aws:username}/key"), missing],
    ["a variable with a default", on("arn:aws:s3:::${aws:username, 'bucket'}/key"), "allowed"],
    [
      "a variable with a wildcard in it",
      { ...on("arn:aws:s3:::${aws:username}/key"), conditions: { "aws:username": ["*"] } },
      missing,
    ],
  ]);
});

test("the older version of the language knows no variables", () => {
  const policy = (Version: string) =>
    compilePolicy(JSON.stringify({ Version, Statement: { ...allow(), Resource: "${a}" } })).statements[0];
  const covers = (version: string, resource: string) => policy(version)?.covers("s3:GetObject", resource, { a: ["x"] });
  assert.deepEqual([covers("2008-10-17", "${a}"), covers("2008-10-17", "x")], [true, false]);
  assert.deepEqual([covers("2012-10-17", "${a}"), covers("2012-10-17", "x")], [false, true]);
});
