import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceTreeOf } from "../source-tree.ts";
import { operationsTested } from "./operations-tested.ts";

test("an operation that no test calls is found", () => {
  const tree = sourceTreeOf({
    "src/services/iam/operations/get-saml-provider.ts": "",
    "src/services/iam/operations/list-users.ts": "",
    "src/services/iam/iam.test.ts": "client.send(new GetSAMLProviderCommand({}));",
  });
  assert.deepEqual([...operationsTested(tree)], ["src/services/iam/operations/list-users.ts: no test calls ListUsers"]);
});
