import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createAllowedHosts } from "./allowed-hosts.ts";
import type { HttpRequest } from "./http/http-request.ts";

const names = { allowed: ["squall.internal"], own: ["0.0.0.0", "fd00::7", "workshop"], anyAddress: false };
const hosts = createAllowedHosts(names);

function asking(host: string, localAddress = "127.0.0.1"): HttpRequest {
  return {
    method: "GET",
    path: "/",
    rawQuery: "",
    query: [],
    headers: { host },
    host: host.replace(/:\d+$/, ""),
    scheme: "http",
    sourceIp: "127.0.0.1",
    localAddress: () => localAddress,
    rawHeaders: [],
    // Nobody reads it here.
    body: undefined as never,
    signal: new AbortController().signal,
  };
}

describe("the names of a server", () => {
  it("are this machine's, local clouds', AWS's, what it listens on, and what it's told", () => {
    for (const host of [
      "localhost:4566",
      "localhost.:4566",
      "pictures.localhost",
      "127.0.0.1:4566",
      "127.8.9.10",
      "[::1]:4566",
      "localhost.localstack.cloud:4566",
      "pictures.s3.localhost.localstack.cloud",
      "s3.amazonaws.com",
      "s3.cn-north-1.amazonaws.com.cn",
      "x.lambda-url.us-east-1.on.aws",
      "squall.internal:4566",
      "workshop",
      "[fd00::7]:4566",
    ]) {
      assert.equal(hosts.isOurs(asking(host)), true, host);
    }
    assert.equal(hosts.isOurs(asking("169.254.3.1:4566", "::ffff:169.254.3.1")), true, "where the connection came in");
    assert.equal(createAllowedHosts({ ...names, anyAddress: true }).isOurs(asking("203.0.113.9")), true);
  });

  it("are no others, whatever they look like", () => {
    for (const host of [
      "evil.example",
      "localhost.evil.example",
      "127.0.0.1.evil.example",
      "evil-localhost",
      "localstack.cloud",
      "evil.localstack.cloud",
      "notamazonaws.com",
      "amazonaws.com.evil.example",
      "x.lambda-url.us-east-1.evil.example",
      "sub.squall.internal",
      "0.0.0.0:4566",
      "[::]:4566",
      "203.0.113.9",
    ]) {
      assert.equal(hosts.isOurs(asking(host)), false, host);
    }
    assert.equal(createAllowedHosts({ ...names, anyAddress: true }).isOurs(asking("0.0.0.0:4566")), false);
  });

  it("have the console only where nothing else has pages", () => {
    for (const host of ["localhost", "127.0.0.1", "[::1]", "localhost.localstack.cloud", "squall.internal"]) {
      assert.equal(hosts.isConsole(host), true, host);
    }
    for (const host of ["pictures.localhost", "s3.localhost", "pictures.s3-website.localhost", "s3.amazonaws.com"]) {
      assert.equal(hosts.isConsole(host), false, host);
    }
  });
});

describe("the origins of local pages", () => {
  const isLocal = (origin: string) => hosts.isLocalOrigin(origin, asking("localhost:4566"));

  it("are those of this machine and of named hosts", () => {
    for (const origin of [
      "http://localhost:4566",
      "http://127.0.0.1:4566",
      "http://localhost:3000",
      "https://app.localhost:5173",
      "http://[::1]:8080",
      "http://localhost.localstack.cloud:4566",
      "http://squall.internal",
    ]) {
      assert.equal(isLocal(origin), true, origin);
    }
  });

  it("are not AWS's, nor what the server itself shows for whoever has put it there", () => {
    for (const origin of [
      "https://evil.example",
      "https://evil.s3.amazonaws.com",
      "http://evil.s3-website-us-east-1.amazonaws.com",
      "https://x.lambda-url.us-east-1.on.aws",
      "http://evil.localhost:4566",
      "http://evil.s3-website.localhost:4566",
      "http://x.lambda-url.us-east-1.localhost:4566",
      "http://s3.localhost.localstack.cloud:4566",
      "http://localhost.evil.example",
      "file://localhost",
      "chrome-extension://localhost",
      "null",
      "",
    ]) {
      assert.equal(isLocal(origin), false, origin);
    }
  });
});
