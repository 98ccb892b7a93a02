import assert from "node:assert/strict";
import { test } from "node:test";
import { readTopicFilter, takesTopic } from "./topic-filter.ts";
import { TopicTree } from "./topic-tree.ts";

const cases: readonly [filter: string, topic: string, takes: boolean][] = [
  ["a/b", "a/b", true],
  ["a/b", "a/b/c", false],
  ["a/+", "a/b", true],
  ["a/+", "a", false],
  ["+/+", "/b", true],
  ["a/#", "a", true],
  ["a/#", "a/b/c", true],
  ["#", "a/b", true],
  ["#", "$aws/events", false],
  ["+/events", "$aws/events", false],
  ["$aws/#", "$aws/events", true],
  ["+", "", true],
];

test("a tree finds what a filter takes", () => {
  for (const [filter, topic, takes] of cases) {
    const tree = new TopicTree<string>();
    tree.add(filter, "one");
    const found: string[] = [];
    tree.match(topic, found);
    assert.deepEqual(found, takes ? ["one"] : [], `${filter} ${topic}`);
    assert.equal(takesTopic(filter, topic), takes, `${filter} ${topic}`);
    tree.remove(filter, "one");
    assert.ok(tree.isEmpty);
  }
});

test("one value is taken out without the others", () => {
  const tree = new TopicTree<string>();
  for (const value of ["one", "two"]) for (const filter of ["a/b", "a/#"]) tree.add(filter, value);
  tree.remove("a/b", "one");
  const found: string[] = [];
  tree.match("a/b", found);
  assert.deepEqual(found.sort(), ["one", "two", "two"]);
});

test("a filter has its form, and AWS's limits", () => {
  assert.deepEqual(readTopicFilter("$share/g/a/+"), { filter: "a/+", group: "g" });
  for (const wrong of ["", "a/#/b", "a+", "a/b#", "$share/g", "$share/g/", "1/2/3/4/5/6/7/8/9", "x".repeat(257)])
    assert.equal(readTopicFilter(wrong), undefined, wrong);
  assert.ok(readTopicFilter("$aws/things/one/1/2/3/4/5/6/7"));
});
