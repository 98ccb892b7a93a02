import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceTreeOf } from "../source-tree.ts";
import { partitionPages } from "./partition-pages.ts";

test("who asks for a page of partitions is found, but in the storage itself", () => {
  const text = "await storage.listPartitions(kind, { limit: 100 });";
  const tree = sourceTreeOf({ "src/services/a.ts": text, "src/storage/each-partition.ts": text });
  assert.deepEqual([...partitionPages(tree)].length, 1);
});
