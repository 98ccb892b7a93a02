import assert from "node:assert/strict";
import { test } from "node:test";
import { isOwnAddress } from "../../platform/own-addresses.ts";
import { mayReach } from "./reachable.ts";

const config = { auth: "enforce", endpoint: () => "http://localhost:4566", functionNetwork: "outside" } as const;
const reaches = (url: string, address: string, more: Partial<Parameters<typeof mayReach>[2]> = {}) =>
  mayReach(new URL(url), { address, family: address.includes(":") ? 6 : 4 }, { ...config, ...more });

test("nobody reaches what tells a machine's secrets, however it is written", () => {
  const addresses = [
    "169.254.169.254",
    "169.254.170.2",
    "100.100.100.200",
    "192.0.0.192",
    "168.63.129.16",
    "fd20:ce::254",
    "fd00:c1::a9fe:a9fe",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::168.63.129.16",
  ];
  for (const address of addresses)
    for (const functionNetwork of ["outside", "squall", "host"] as const)
      for (const auth of ["open", "enforce"] as const)
        assert.equal(reaches("http://x/", address, { functionNetwork, auth }), false, address);
});

test("Squall's own paths are reached by nobody, its other paths by all", () => {
  for (const path of ["/_squall/reset", "/_SQUALL/reset", "//_squall/health", "/%5fsquall/x", "/_squall"])
    for (const functionNetwork of ["outside", "squall", "host"] as const)
      for (const auth of ["open", "enforce"] as const)
        assert.equal(reaches(`http://localhost:4566${path}`, "127.0.0.1", { functionNetwork, auth }), false, path);
  assert.equal(reaches("http://localhost:4566/_aws/sns", "127.0.0.1"), false);
  for (const functionNetwork of ["outside", "squall", "host"] as const)
    assert.equal(reaches("http://x.lambda-url.us-east-1.localhost:4566/", "127.0.0.1", { functionNetwork }), true);
  assert.equal(reaches("https://localhost:4566/hook", "::1"), true);
});

test("the machine's other services are reached only with its network, the outside not from a closed one", () => {
  for (const address of ["127.0.0.1", "127.9.9.9", "0.0.0.0", "::1", "::", "::ffff:127.0.0.1", "::ffff:7f00:1"]) {
    assert.ok(isOwnAddress(address), address);
    assert.equal(reaches("http://x:5432/", address), false, address);
    assert.equal(reaches("http://x:5432/", address, { functionNetwork: "host" }), true, address);
  }
  assert.equal(isOwnAddress("203.0.113.7"), false);
  assert.equal(reaches("https://x/", "203.0.113.7"), true);
  assert.equal(reaches("https://x/", "203.0.113.7", { functionNetwork: "squall" }), false);
});

test("in open mode everything else is as reachable as it is from here", () => {
  assert.equal(reaches("http://x:5432/", "127.0.0.1", { auth: "open" }), true);
});
