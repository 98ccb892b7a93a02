import assert from "node:assert/strict";
import { test } from "node:test";
import { fillTemplate, resolveParameter, resolvePath } from "./input-template.ts";

const context = {
  pipeArn: "arn:p",
  pipeName: "p",
  sourceArn: "arn:s",
  enrichmentArn: "",
  targetArn: "arn:t",
  ingestionMs: 0,
};
const event = { body: '{"id":7,"tags":["a","b\\"c"],"who":{"name":"x"}}', messageId: "m" };

test("what is put in is JSON, within a string text", () => {
  for (const [template, filled] of [
    ['{"id": <$.body.id>}', '{"id": 7}'],
    ['{"tag": "<$.body.tags[1]>!"}', '{"tag": "b\\"c!"}'],
    ['{"who": <$.body.who>}', '{"who": {"name":"x"}}'],
    ['"<$.body.who>"', '"{\\"name\\":\\"x\\"}"'],
    ['{"none": <$.body.none>, "text": "[<$.none>]"}', '{"none": "", "text": "[]"}'],
    ['"\\"<aws.pipes.pipe-name> <aws.pipes.event.ingestion-time>"', '"\\"p 1970-01-01T00:00:00.000Z"'],
    ["<$.messageId>", '"m"'],
    ["a < b <c>", "a < b <c>"],
    ["<aws.pipes.event.json>", JSON.stringify(event)],
  ] as const) {
    assert.equal(fillTemplate(template, event, context), filled, template);
  }
});

test("a parameter is a path or a text as it stands", () => {
  assert.equal(resolveParameter("$.body.who.name", event), "x");
  assert.equal(resolveParameter("$.body.id", event), "7");
  assert.equal(resolveParameter("fixed", event), "fixed");
  assert.equal(resolveParameter(undefined, event), undefined);
  assert.equal(resolvePath("$.body.__proto__.x", event), undefined);
});

test("a template of the worst kind is filled at once", () => {
  const begun = process.cpuUsage();
  fillTemplate("<".repeat(8_192), event, context);
  fillTemplate("<$.a>".repeat(1_638), event, context);
  const { user, system } = process.cpuUsage(begun);
  assert.ok(user + system < 1_000_000, `${user + system} µs`);
});
