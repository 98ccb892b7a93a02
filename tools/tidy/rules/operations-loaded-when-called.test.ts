import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceTreeOf } from "../source-tree.ts";
import { operationsLoadedWhenCalled } from "./operations-loaded-when-called.ts";

test("who imports an operation is found, but for the table, another operation and a test", () => {
  const text = 'import { listUsers } from "../operations/list-users.ts";';
  const tree = sourceTreeOf({
    "src/services/iam/users/user.ts": text,
    "src/services/iam/users/user.test.ts": text,
    "src/services/iam/generated/operations.ts": text,
    "src/services/iam/operations/list-groups.ts": 'import { listUsers } from "./list-users.ts";',
  });
  assert.equal([...operationsLoadedWhenCalled(tree)].length, 1);
});
