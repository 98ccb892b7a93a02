import assert from "node:assert/strict";
import { test } from "node:test";
import { FilteredMessage } from "./filtered-message.ts";

const message = { id: "m", publishedMs: 0 };

test("a body is read once for all filters of one publish, each protocol's text by itself", (context) => {
  const parse = context.mock.method(JSON, "parse");
  const body = '{"kind":"book"}';
  const filtered = new FilteredMessage({ ...message, body, bodies: { lambda: '{"kind":"film"}', http: "no JSON" } });
  for (let asked = 0; asked < 100; asked++) {
    assert.deepEqual(filtered.bodyFor("sqs"), { kind: "book" });
    assert.deepEqual(filtered.bodyFor("lambda"), { kind: "film" });
    assert.equal(filtered.bodyFor("http"), undefined);
  }
  assert.equal(parse.mock.callCount(), 3);
});

test("attributes are read once, as texts, numbers and lists", (context) => {
  const parse = context.mock.method(JSON, "parse");
  const attributes = {
    text: { type: "String", string: "a" },
    number: { type: "Number", string: "1.5" },
    list: { type: "String.Array", string: '["x",true]' },
    bytes: { type: "Binary", binary: "AA==" },
  };
  const filtered = new FilteredMessage({ ...message, body: "", attributes });
  for (let asked = 0; asked < 100; asked++)
    assert.deepEqual({ ...filtered.attributes }, { text: "a", number: 1.5, list: ["x", true] });
  assert.equal(parse.mock.callCount(), 1);
});
