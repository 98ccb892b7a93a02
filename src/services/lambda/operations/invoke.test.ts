import assert from "node:assert/strict";
import { test } from "node:test";
import { openLambda } from "../../../../test/support/lambda.ts";

test("Invoke gives the function's answer, the version and the tail of its log", async (context) => {
  const { create, invoke } = await openLambda(context);
  await create("echo", "def handler(event, context):\n    print('hello')\n    return {'got': event, 'arn': context.invoked_function_arn}\n");
  const { payload, tail, version, error } = await invoke("echo", { a: 1 }, { LogType: "Tail" });
  assert.deepEqual(payload, { got: { a: 1 }, arn: "arn:aws:lambda:us-east-1:000000000000:function:echo" });
  assert.equal(version, "$LATEST");
  assert.equal(error, undefined);
  assert.match(tail, /^START RequestId: \S+ Version: \$LATEST\nhello\nEND RequestId: /);
});
