import assert from "node:assert/strict";
import { test } from "node:test";
import { isNetwork } from "./network-address.ts";

test("networks are told from what is none", () => {
  for (const network of ["10.0.0.0/8", "::1", "fd00::/8", "192.0.2.7/32"]) assert.ok(isNetwork(network), network);
  for (const text of ["", "10.0.0.0/33", "::/129", "10.0.0/8", "a.example", "10.0.0.0/8/8", "10.0.0.0/", "10.0.0.0/-1"])
    assert.ok(!isNetwork(text), text);
});
