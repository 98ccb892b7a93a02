import assert from "node:assert/strict";
import { test } from "node:test";
import { findPolicyFault, findTrustPolicyFault } from "./validate-document.ts";

const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const policy = (change: object, rest: object = {}) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, ...change }], ...rest });

test("policies that are fine", () => {
  for (const document of [
    policy({}),
    policy({}, { Id: "x", Statement: statement }),
    policy({ Sid: "One", Action: ["s3:*", "*"], Resource: ["arn:aws:s3:::b", "arn:aws:iam::123456789012:role/*"] }),
    policy({ Action: undefined, NotAction: "iam:*", Resource: undefined, NotResource: "arn:aws:s3:::b/*" }),
    policy({
      Condition: { StringLike: { "aws:x": ["a", 1, true] }, "ForAllValues:NumericLessThanIfExists": { b: 1 } },
    }),
    policy({ Condition: { DateLessThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } } }),
  ]) {
    assert.equal(findPolicyFault(document), undefined, document);
  }
});

test("the faults of policies, in AWS's words", () => {
  const syntax = "Syntax errors in policy.";
  for (const [document, fault] of [
    ["", syntax],
    ["[]", syntax],
    ["{}", syntax],
    [policy({}, { Other: 1 }), syntax],
    [policy({ Other: 1 }), syntax],
    [policy({ Effect: "Maybe" }), syntax],
    [policy({ NotAction: "s3:*" }), syntax],
    [policy({ NotResource: "*" }), syntax],
    [policy({ Action: 1 }), syntax],
    [policy({ Condition: { StringSounds: { a: "b" } } }), syntax],
    [policy({}, { Version: "2020-01-01" }), syntax],
    [policy({}, { Statement: [] }), syntax],
    [policy({}, { Version: "2008-10-17" }), "Policy document must be version 2012-10-17 or greater."],
    [policy({}, { Version: undefined }), "Policy document must be version 2012-10-17 or greater."],
    [policy({ Effect: "allow" }), "The policy failed legacy parsing"],
    [policy({ Action: undefined }), "Policy statement must contain actions."],
    [policy({ Action: [] }), "Policy statement must contain actions."],
    [policy({ Resource: undefined }), "Policy statement must contain resources."],
    [policy({ Action: "GetObject" }), "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."],
    [policy({ Action: "s3:Get:Object" }), "Actions/Condition can contain only one colon."],
    [policy({ Action: "s 3:Get" }), "Vendor s 3 is not valid"],
    [policy({ Resource: "bucket" }), 'Resource bucket must be in ARN format or "*".'],
    [
      policy({ Resource: "arn:aws:s3:us-east-1::b" }),
      "Resource arn:aws:s3:us-east-1::b can not contain region information.",
    ],
    [policy({ Resource: "arn:other:s3:::b" }), 'Partition "other" is not valid for resource "arn:other:s3:::b".'],
    [policy({ Principal: "*" }), "Policy document should not specify a principal."],
    [
      policy(
        {},
        {
          Statement: [
            { ...statement, Sid: "a" },
            { ...statement, Sid: "a" },
          ],
        },
      ),
      "Statement IDs (SID) in a single policy must be unique.",
    ],
  ] as const) {
    assert.equal(findPolicyFault(document), fault, document);
  }
});

test("trust policies", () => {
  const trust = (change: object, rest: object = {}) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole", ...change },
      ],
      ...rest,
    });
  assert.equal(findTrustPolicyFault(trust({})), undefined);
  assert.equal(findTrustPolicyFault(trust({}, { Version: "2008-10-17" })), undefined);
  assert.equal(findTrustPolicyFault(trust({}, { Version: undefined })), undefined);
  assert.equal(
    findTrustPolicyFault(trust({ Principal: "*", Action: ["sts:AssumeRole", "sts:TagSession"] })),
    undefined,
  );
  assert.equal(findTrustPolicyFault(trust({ Resource: "*" })), "Has prohibited field Resource");
  assert.equal(findTrustPolicyFault(trust({ Principal: undefined })), "Missing required field Principal");
  assert.match(
    findTrustPolicyFault(trust({ Action: "s3:GetObject" })) ?? "",
    /^AssumeRole policy may only specify STS/,
  );
  assert.equal(findTrustPolicyFault("{"), "This policy contains invalid Json");
});
