import assert from "node:assert/strict";
import { test } from "node:test";
import { openLambda, wholeFile } from "../../../../test/support/lambda.ts";
import { lambdaSessionName } from "./role-session.ts";

const { create, invoke, state, table } = await openLambda(wholeFile);
const keys =
  "import os, time\ndef handler(event, context):\n    time.sleep(event.get('seconds', 0))\n    return [os.environ['AWS_ACCESS_KEY_ID'], os.environ['AWS_SESSION_TOKEN']]\n";

test("each environment has keys of its own, of a session named after its function", async () => {
  await create("o", keys);
  const [one, two] = await Promise.all([invoke("o", { seconds: 1 }), invoke("o", { seconds: 1 })]);
  assert.notEqual(one.payload[0], two.payload[0]);
  assert.notEqual(one.payload[1], two.payload[1]);
  const found = await table.host.access.findCredentials(one.payload[0], one.payload[1]);
  // A session's name has two characters at least.
  assert.match(found?.principal.arn ?? "", /\/o@lambda_function$/);
});

test("Lambda's own session has AWS's form, and stays while the version does", async () => {
  await create("named", keys);
  const at = { account: "000000000000", region: "us-east-1", name: "named", qualifier: undefined };
  const { latest } = (await state.functions.require(at)).family;
  assert.match(lambdaSessionName(latest), /^awslambda_\d{1,3}_\d{17}$/);
  assert.equal(lambdaSessionName(latest), lambdaSessionName({ ...latest }));
});
