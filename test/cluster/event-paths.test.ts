import { test } from "node:test";
import { walkEventPaths } from "../support/event-paths.ts";
import { startCluster } from "./cluster.ts";

test("over two servers events by rules, schedules, pipes and replays come once, whichever server is asked", async (context) => {
  const cluster = await startCluster({ nodes: 2 });
  context.after(() => cluster[Symbol.asyncDispose]());
  let calls = 0;
  await walkEventPaths((Client) => cluster.client(Client as never, calls++ % 2));
});
