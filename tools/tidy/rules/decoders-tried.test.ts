import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceTreeOf } from "../source-tree.ts";
import { decodersTried } from "./decoders-tried.ts";

test("a reader of outside text that is neither tried nor named is found", () => {
  const tree = sourceTreeOf({
    "src/services/a/policy.ts":
      "export function parsePolicy(text: string) {}\nexport function readArn(text: string) {}",
    "src/services/a/token.ts": "export async function readToken(bytes: Buffer) {}",
    "test/security/decoders.test.ts":
      'import { parsePolicy } from "../../src/services/a/policy.ts";\nconst tried = { parsePolicy };\n  readArn: "of our own rows",\n',
  });
  assert.deepEqual(
    [...decodersTried(tree)],
    ["src/services/a/token.ts: readToken is not tried in test/security/decoders.test.ts"],
  );
});
