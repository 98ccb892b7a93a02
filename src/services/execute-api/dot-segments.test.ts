import assert from "node:assert/strict";
import { test } from "node:test";
import { hasDotSegments } from "./dot-segments.ts";

test("what a URL's parser would leave out of a path is found, and nothing else", () => {
  for (const way of ["..", ".", "%2e%2E", ".%2e", ".\t.", "a/../b", "..\\b", "..?q", "..#h"]) {
    const uri = `http://a.example/public/${way}`;
    assert.ok(hasDotSegments(uri), way);
    assert.notEqual(new URL(uri).href, uri, way);
  }
  for (const path of ["...", "..a", "a..", "%252e%252e", "..%2fb", "b?q=/../c", ".well-known/x"]) {
    const uri = `http://a.example/public/${path}`;
    assert.ok(!hasDotSegments(uri), path);
    assert.equal(new URL(uri).href, uri, path);
  }
});
