import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRouteKey } from "./route-key.ts";
import { RouteTable } from "./route-table.ts";

function tableOf(...keys: string[]): RouteTable<string> {
  const table = new RouteTable<string>();
  for (const key of keys) table.add(key, key);
  return table;
}

test("the most specific path that has the method wins, as AWS's manual lists it", () => {
  const table = tableOf(
    "GET /pets/dog/1",
    "GET /pets/dog/{id}",
    "GET /pets/{proxy+}",
    "ANY /{proxy+}",
    "$default",
    "POST /pets/dog",
    "ANY /pets/cat",
    "GET /",
  );
  const found = (method: string, path: string) => table.find(method, path)?.route;
  assert.equal(found("GET", "/pets/dog/1"), "GET /pets/dog/1");
  assert.equal(found("GET", "/pets/dog/2"), "GET /pets/dog/{id}");
  assert.equal(found("GET", "/pets/cat/1"), "GET /pets/{proxy+}");
  assert.equal(found("POST", "/test/5"), "ANY /{proxy+}");
  assert.equal(found("GET", "/pets/dog"), "GET /pets/{proxy+}", "another method's path is no match");
  assert.equal(found("DELETE", "/pets/cat"), "ANY /pets/cat");
  assert.equal(found("GET", "/"), "GET /");
  assert.equal(found("POST", "/"), "$default", "what takes the rest takes one segment at least");
  assert.equal(tableOf("GET /a").find("GET", "/b"), undefined);
  assert.equal(tableOf("GET /a").find("GET", "/a/")?.route, "GET /a");
});

test("variables have the path's texts, and a way that leads nowhere leaves none", () => {
  const table = tableOf("GET /{a}/x/{b}", "GET /{c}/{d+}", "GET /constructor/{__proto__}");
  assert.deepEqual({ ...table.find("GET", "/1/x/2")?.parameters }, { a: "1", b: "2" });
  assert.deepEqual({ ...table.find("GET", "/1/x/2/3")?.parameters }, { c: "1", d: "x/2/3" });
  assert.deepEqual(Object.entries(table.find("GET", "/constructor/y")?.parameters ?? {}), [["__proto__", "y"]]);
});

test("a thousand routes and the longest path are looked up at once", () => {
  const keys = Array.from({ length: 1_000 }, (_, at) => `GET /${"{a}/x/".replaceAll("a", `v${at}`)}${at}`);
  const table = tableOf(...keys, "GET /{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}");
  const startedMs = performance.now();
  for (let times = 0; times < 1_000; times++) assert.equal(table.find("GET", "/a".repeat(5_000)), undefined);
  assert.ok(performance.now() - startedMs < 10_000);
});

test("what is no key of a route", () => {
  for (const key of [
    "GET",
    "get /a",
    "GET a",
    "GET /{a+}/b",
    "GET /{a}/{a}",
    "GET /a{b}",
    "TRACE /",
    "GET /a b",
    "$connect",
  ])
    assert.equal(parseRouteKey(key), undefined, key);
});
