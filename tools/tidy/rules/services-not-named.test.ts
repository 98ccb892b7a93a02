import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceTreeOf } from "../source-tree.ts";
import { servicesNotNamed } from "./services-not-named.ts";

const services = { "src/services/s3/service.ts": "", "src/services/cost-explorer/service.ts": "" };

function found(path: string, text: string): readonly string[] {
  return [...servicesNotNamed(sourceTreeOf({ ...services, [path]: text }))];
}

test("the gateway and the wire name no service, in texts, names and imports", () => {
  for (const text of [
    'if (target.facts.name === "s3") return;',
    "function checkS3Form() {}",
    "const s3Errors = {};",
    'import { limits } from "../services/s3/limits.ts";',
    'wire.codec("cost-explorer");',
    "const costExplorer = 1; // not for long",
  ]) {
    assert.equal(found("src/gateway/a.ts", text).length, 1, text);
    assert.equal(found("src/wire/http/a.ts", text).length, 1, text);
  }
});

test("a protocol that is called after a service is none", () => {
  const tree = sourceTreeOf({
    "src/services/ec2/service.ts": "",
    "src/wire/a.ts": 'import { createEc2Query } from "./ec2-query.ts"; const a = "ec2Query";',
  });
  assert.deepEqual([...servicesNotNamed(tree)], []);
});

test("comments, tests, other rooms and other words are free", () => {
  assert.deepEqual(found("src/gateway/a.ts", "/** S3's. */\nconst a = 1; // of s3\nconst us3a = 'https://a/b';"), []);
  assert.deepEqual(found("src/gateway/a.test.ts", 'call("s3")'), []);
  assert.deepEqual(found("src/services/s3/a.ts", 'call("s3")'), []);
});
