import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { guardBrowser } from "./browser-guard.ts";
import type { HttpRequest } from "./http/http-request.ts";

const guarded = guardBrowser(async () => ({ status: 200, headers: {}, body: "answered" }));

function send(method: string, headers: Record<string, string>, query: [string, string][] = []) {
  const request: HttpRequest = {
    method,
    path: "/",
    rawQuery: "",
    query,
    headers,
    host: (headers.host ?? "localhost").replace(/:\d+$/, ""),
    sourceIp: "127.0.0.1",
    // Nobody reads it here.
    body: undefined as never,
    signal: new AbortController().signal,
  };
  return guarded(request);
}

describe("the browser guard", () => {
  it("does not concern programs", async () => {
    assert.equal((await send("POST", { host: "squall.internal:4566" })).status, 200);
  });

  it("lets pages of this machine in, and tells the browser so", async () => {
    const answer = await send("POST", {
      host: "localhost:4566",
      origin: "http://localhost:3000",
      "sec-fetch-site": "same-site",
    });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers["access-control-allow-origin"], "http://localhost:3000");
  });

  it("answers a preflight of such a page", async () => {
    const answer = await send("OPTIONS", {
      host: "localhost:4566",
      origin: "http://localhost:3000",
      "access-control-request-method": "PUT",
      "access-control-request-headers": "x-amz-date,authorization",
    });
    assert.equal(answer.status, 204);
    assert.equal(answer.headers["access-control-allow-headers"], "x-amz-date,authorization");
  });

  it("refuses a foreign page, one without an origin of its own, and a foreign name pointed here", async () => {
    assert.equal((await send("POST", { origin: "https://evil.example", "sec-fetch-site": "cross-site" })).status, 403);
    assert.equal((await send("POST", { origin: "null", "sec-fetch-site": "cross-site" })).status, 403);
    assert.equal((await send("GET", { host: "evil.example:4566", "sec-fetch-site": "same-origin" })).status, 403);
    assert.equal((await send("GET", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" })).status, 403);
  });

  it("lets a link open a page, and not call an action", async () => {
    const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    assert.equal((await send("GET", link)).status, 200);
    assert.equal((await send("GET", link, [["Action", "DeleteUser"]])).status, 403);
  });
});
