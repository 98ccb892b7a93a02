import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceTreeOf } from "../source-tree.ts";
import { nodeHttp } from "./node-http.ts";

test("an import of node:http for more than its types is found", () => {
  const tree = sourceTreeOf({
    "src/gateway/whole.ts": 'import { createServer } from "node:http";',
    "src/gateway/mixed.ts":
      'import { join } from "node:path";\nimport {\n  constants,\n  type Http2Server,\n} from "node:http2";',
    "src/gateway/types.ts": 'import type { Server } from "node:http";\nimport { connect } from "node:net";',
    "src/gateway/one.test.ts": 'import { request } from "node:http";',
  });
  assert.deepEqual(
    [...nodeHttp(tree)].map((found) => found.split(" ")[0]),
    ["src/gateway/whole.ts", "src/gateway/mixed.ts"],
  );
});
