import assert from "node:assert/strict";
import { test } from "node:test";
import { AwsError } from "../../platform/aws-error.ts";
import { notBuilt } from "../operation-table.ts";
import { attempt, judge } from "./verdict.ts";

test("what a target refuses is refused for good; what passes is tried again", async () => {
  const kindOf = (error: unknown) => judge(error).kind;
  assert.equal(kindOf(new AwsError("ResourceNotFoundException", "Function not found")), "never");
  assert.equal(kindOf(new AwsError("AccessDeniedException", "no", { status: 403 })), "never");
  assert.equal(kindOf(notBuilt("sns", "Publish")), "never");
  assert.equal(kindOf(new AwsError("TooManyRequestsException", "Rate Exceeded.", { status: 429 })), "later");
  assert.equal(kindOf(new AwsError("ServiceException", "no", { status: 500 })), "later");
  assert.equal(kindOf(new Error("the database is closed")), "later");
  assert.deepEqual(await attempt(async () => "done"), { kind: "delivered" });
  assert.deepEqual(await attempt(() => Promise.reject(new Error("not yet"))), { kind: "later", reason: "not yet" });
});
