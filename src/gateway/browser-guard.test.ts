import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createAllowedHosts } from "./allowed-hosts.ts";
import { guardBrowser } from "./browser-guard.ts";
import type { HttpRequest } from "./http/http-request.ts";

const guarded = guardBrowser(async () => ({ status: 200, headers: {}, body: "answered" }), {
  hosts: createAllowedHosts({ allowed: [], own: [], anyAddress: false }),
  isLink: (action) => action === "ConfirmSubscription",
  rules: async ({ method }) => ({
    hasRules: false,
    headers: undefined,
    target: undefined,
    isPreflight: method === "OPTIONS",
  }),
});

function send(method: string, headers: Record<string, string>, query: [string, string][] = []) {
  const { host = "localhost:4566" } = headers;
  const request: HttpRequest = {
    method,
    path: "/",
    rawQuery: "",
    query,
    headers: { host, ...headers },
    host: host.replace(/:\d+$/, ""),
    scheme: "http",
    sourceIp: "127.0.0.1",
    localAddress: () => "127.0.0.1",
    rawHeaders: [],
    // Nobody reads it here.
    body: undefined as never,
    signal: new AbortController().signal,
  };
  return guarded(request);
}

describe("the browser guard", () => {
  it("does not concern programs", async () => {
    assert.equal((await send("POST", {})).status, 200);
    assert.equal((await send("GET", { "user-agent": "curl/8" }, [["Action", "ListUsers"]])).status, 200);
  });

  it("lets pages of this machine in, and tells the browser so", async () => {
    const answer = await send("POST", { origin: "http://localhost:3000", "sec-fetch-site": "same-site" });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers["access-control-allow-origin"], "http://localhost:3000");
  });

  it("answers a preflight of such a page", async () => {
    const answer = await send("OPTIONS", {
      origin: "http://localhost:3000",
      "access-control-request-method": "PUT",
      "access-control-request-headers": "x-amz-date,authorization",
    });
    assert.equal(answer.status, 204);
    assert.equal(answer.headers["access-control-allow-headers"], "x-amz-date,authorization");
  });

  it("refuses a foreign page, and one without an origin of its own", async () => {
    assert.equal((await send("POST", { origin: "https://evil.example", "sec-fetch-site": "cross-site" })).status, 403);
    assert.equal((await send("POST", { origin: "null", "sec-fetch-site": "cross-site" })).status, 403);
    assert.equal((await send("GET", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" })).status, 403);
  });

  it("lets a link open a page, and not call an action, wherever it is followed", async () => {
    const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    assert.equal((await send("GET", link)).status, 200);
    const action: [string, string][] = [["Action", "DeleteUser"]];
    for (const site of ["cross-site", "same-site", "same-origin", "none"]) {
      assert.equal((await send("GET", { ...link, "sec-fetch-site": site }, action)).status, 403, site);
    }
    const silent = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64)" };
    assert.equal((await send("GET", silent)).status, 200);
    assert.equal((await send("GET", silent, action)).status, 403);
  });
});
