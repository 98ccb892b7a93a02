import assert from "node:assert/strict";
import { test } from "node:test";
import { createSingleNode } from "../../cluster/single-node.ts";
import { createManualClock } from "../../platform/clock.ts";
import { openSqlite } from "../../storage/sqlite/sqlite.ts";
import { ownByCluster } from "./cluster-ownership.ts";

test("the shards come with their leases and go with them; what is told reaches their owner", async () => {
  const clock = createManualClock();
  await using database = await openSqlite({ file: ":memory:", clock }).then((opened) => ({
    ...opened,
    [Symbol.asyncDispose]: () => opened.close(),
  }));
  const ownership = ownByCluster(createSingleNode(database, clock));
  const seen: unknown[] = [];
  ownership.start(2, {
    gained: (shard) => seen.push(["gained", shard]),
    lost: async (shard) => {
      seen.push(["lost", shard]);
    },
    told: (shard, kind, dueMs) => seen.push(["told", shard, kind, dueMs]),
  });
  assert.deepEqual([0, 1, 2].map(ownership.isHeld), [true, true, false]);
  ownership.tell(1, "sqs.visible again", 12_345);
  await ownership.stop();
  assert.equal(ownership.isHeld(0), false);
  ownership.tell(1, "nobody listens", 1);
  assert.deepEqual(seen, [
    ["gained", 0],
    ["gained", 1],
    ["told", 1, "sqs.visible again", 12_345],
    ["lost", 0],
    ["lost", 1],
  ]);
});
