import assert from "node:assert/strict";
import { test } from "node:test";
import { checkRequestSize } from "./check-request-size.ts";

const facts = { sourceIp: "127.0.0.1", endpoint: "http://localhost:4566", trailers: () => ({}) };
const requestOf = (length: string) => ({ request: { ...facts, headers: { "content-length": length } } });

test("a request of more bytes than AWS takes is refused, whatever it holds", () => {
  checkRequestSize(requestOf("70167211"), "CreateFunction");
  checkRequestSize({ request: { ...facts, headers: {} } }, "CreateFunction");
  assert.throws(() => checkRequestSize(requestOf("70167212"), "CreateFunction"), {
    name: "RequestEntityTooLargeException",
    message: "Request must be smaller than 70167211 bytes for the CreateFunction operation",
  });
});
