import assert from "node:assert/strict";
import { test } from "node:test";
import { TopicTree } from "./topic-tree.ts";

test("filters match as MQTT's do", () => {
  const tree = new TopicTree<string>();
  const filters = ["a/b", "a/+", "+/b", "a/#", "#", "+", "a/+/c", "$aws/+/x", "a", "topic/*", "/"];
  for (const filter of filters) tree.add(filter, filter);
  const matches = (topic: string) => [...tree.match(topic)].sort();
  assert.deepEqual(matches("a/b"), ["#", "+/b", "a/#", "a/+", "a/b"]);
  assert.deepEqual(matches("a"), ["#", "+", "a", "a/#"]);
  assert.deepEqual(matches("a/x/c"), ["#", "a/#", "a/+/c"]);
  assert.deepEqual(matches("$aws/1/x"), ["$aws/+/x"]);
  assert.deepEqual(matches("topic/*"), ["#", "topic/*"]);
  assert.deepEqual(matches("/"), ["#", "/"]);
});

test("a message looks at its own levels only, however many filters there are", () => {
  const tree = new TopicTree<number>();
  for (let index = 0; index < 100_000; index++) tree.add(`site/${index}/+/temperature`, index);
  const begin = process.cpuUsage();
  for (let index = 0; index < 10_000; index++) assert.equal(tree.match(`site/${index}/a/temperature`).length, 1);
  assert.ok(process.cpuUsage(begin).user < 5_000_000);
});
