import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseSubscription } from "../../src/sandbox/telemetry/subscription.ts";
import { checkBody } from "../../src/services/cloudwatch/dashboards/check-body.ts";
import { readEmbeddedMetrics } from "../../src/services/cloudwatch/metrics/embedded-metrics.ts";
import { readProxyAnswer } from "../../src/services/http-proxy/proxy-answer.ts";
import { readWholeStream } from "../../src/services/http-proxy/stream-head.ts";
import { findPolicyFault, findTrustPolicyFault } from "../../src/services/iam/policy/validate-document.ts";
import { readErrorObject } from "../../src/services/lambda/invocation/environment/failures.ts";
import { checkResourcePolicy } from "../../src/services/logs/records/check-resource-policy.ts";
import { compilePolicy } from "../../src/services/policy-language/compile.ts";
import { rootPrincipal } from "../../src/services/principal.ts";
import { checkUploadPolicy } from "../../src/services/s3/form-upload/upload-policy.ts";
import { checkPolicy } from "../../src/services/s3/policy/check-policy.ts";
import { isPublicPolicy, restrictPublic } from "../../src/services/s3/policy/public-policy.ts";
import { parseWebToken } from "../../src/services/sts/web-identity/identity-token.ts";

/** A document that is right, and who reads it. Whatever else stands in place of a part of it is read or refused, and never a fault of ours. */
interface Read {
  readonly document: unknown;
  readonly read: (json: string) => unknown;
}

const statement = {
  Sid: "one",
  Effect: "Allow",
  Principal: { AWS: ["arn:aws:iam::000000000000:root"], Service: "s3.amazonaws.com" },
  Action: ["s3:GetObject"],
  Resource: "arn:aws:s3:::bucket/*",
  Condition: { StringEquals: { "aws:SourceAccount": ["000000000000"] }, Bool: { "aws:SecureTransport": true } },
};
const { Principal: _, ...ofIdentity } = statement;
const { Resource: __, ...ofTrust } = { ...statement, Action: "sts:AssumeRole" };
const version = "2012-10-17";
const head = { statusCode: 200, headers: { a: "b", "set-cookie": ["c=d"] }, cookies: ["e=f"] };

const reads: Readonly<Record<string, Read>> = {
  "a bucket's policy": {
    document: { Version: version, Id: "id", Statement: [statement, { ...statement, Sid: "two" }] },
    read: (json) => {
      const document = checkPolicy(json, "bucket");
      isPublicPolicy(document);
      evaluate(JSON.stringify(restrictPublic(document, "000000000000")));
      evaluate(json);
    },
  },
  "an identity's policy": {
    document: { Version: version, Statement: [ofIdentity] },
    read: (json) => findPolicyFault(json) ?? evaluate(json),
  },
  "a role's trust policy": {
    document: { Version: version, Statement: [ofTrust] },
    read: (json) => findTrustPolicyFault(json) ?? evaluate(json),
  },
  "a policy of log groups": {
    document: { Version: version, Statement: [statement] },
    read: (json) => {
      checkResourcePolicy(json);
      evaluate(json);
    },
  },
  "a form's policy": {
    document: {
      expiration: "2100-01-01T00:00:00Z",
      conditions: [{ bucket: "b" }, ["eq", "$key", "k"], ["starts-with", "$key", "k"], ["content-length-range", 1, 2]],
    },
    read: (json) =>
      checkUploadPolicy(
        Buffer.from(json).toString("base64"),
        new Map([
          ["bucket", "b"],
          ["key", "k"],
        ]),
        { key: undefined, nowMs: 0 },
      ),
  },
  "a metric in a log": {
    document: {
      _aws: {
        Timestamp: 1,
        CloudWatchMetrics: [
          { Namespace: "n", Dimensions: [["d"]], Metrics: [{ Name: "m", Unit: "None", StorageResolution: 1 }] },
        ],
      },
      d: "e",
      m: [1],
    },
    read: (json) => [...readEmbeddedMetrics([0, json])],
  },
  "a dashboard": {
    document: {
      start: "-PT1H",
      widgets: [{ type: "text", x: 0, y: 0, width: 1, height: 1, properties: { markdown: "a" } }],
    },
    read: checkBody,
  },
  "an extension's subscription": {
    document: {
      schemaVersion: "2022-12-13",
      types: ["function"],
      buffering: { maxItems: 1_000, maxBytes: 262_144, timeoutMs: 100 },
      destination: { protocol: "HTTP", URI: "http://sandbox.localdomain:8080/", method: "POST", encoding: "JSON" },
    },
    read: (json) => parseSubscription("telemetry", json),
  },
  "a function's answer": {
    document: { ...head, body: "b", isBase64Encoded: false },
    read: (json) => readProxyAnswer(Buffer.from(json), "application/json"),
  },
  "a prelude": {
    document: head,
    read: (json) =>
      readWholeStream(Buffer.from(`${json}${"\0".repeat(8)}`), "application/vnd.awslambda.http-integration-response"),
  },
  "a function's error": {
    document: { errorType: "a", errorMessage: "b", stackTrace: ["c"] },
    read: (json) => readErrorObject(Buffer.from(json)),
  },
  "a web token": {
    document: { iss: "https://a", sub: "b", aud: ["c"], azp: "c", exp: 4_000_000_000, iat: 1 },
    read: (json) => parseWebToken(`${part({ alg: "RS256" })}.${Buffer.from(json).toString("base64url")}.AA`),
  },
};

const deep = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;
/** JSON that stands in place of a part: of other types, with the names of what every object has, and deeper than a stack. */
const others = [
  "null",
  "5",
  "-1e400",
  "true",
  '"x"',
  '""',
  "[]",
  "[null]",
  "[[]]",
  "[[1],{}]",
  "{}",
  '{"toString":1,"valueOf":1}',
  '{"__proto__":null,"constructor":{"name":1}}',
  '{"constructor":"x","hasOwnProperty":"y"}',
  '[{"toString":1,"valueOf":1}]',
  `[${'"a",'.repeat(150_000)}"a"]`,
  deep,
  `[${deep}]`,
];

describe("documents with parts that are none", () => {
  for (const [name, { document, read }] of Object.entries(reads)) {
    it(name, () => {
      read(JSON.stringify(document));
      for (const at of placesIn(document)) {
        for (const other of others) {
          const json = withOther(document, at, other);
          try {
            read(json);
          } catch (error) {
            const isOurs = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
            assert.ok(!isOurs, `${String(error)} for ${other.slice(0, 50)} at ${at.join(".")}`);
          }
        }
      }
    });
  }
});

/** What is taken is asked, too: what is kept must be read for ever. */
function evaluate(json: string): void {
  for (const { principal, covers } of compilePolicy(json).statements) {
    principal?.(rootPrincipal("000000000000"));
    covers("s3:GetObject", "arn:aws:s3:::bucket/key", { "aws:sourceaccount": ["000000000000"] });
  }
}

type Place = readonly (string | number)[];

function* placesIn(value: unknown, at: Place = []): Generator<Place> {
  yield at;
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) yield* placesIn(member, [...at, key]);
}

const marker = "\u{1f4cd}";

function withOther(document: unknown, at: Place, other: string): string {
  const last = at.at(-1);
  if (last === undefined) return other;
  const copy = structuredClone(document);
  let holder = copy as Record<string | number, unknown>;
  for (const key of at.slice(0, -1)) holder = holder[key] as Record<string | number, unknown>;
  holder[last] = marker;
  return JSON.stringify(copy).replace(`"${marker}"`, () => other);
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
