import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { test } from "node:test";
import { createLog } from "../../platform/log.ts";
import type { WireResponse } from "../../wire/wire.ts";
import { type Listener, listen } from "./listener.ts";

const open = (): Promise<Listener> =>
  listen({
    host: "127.0.0.1",
    port: 0,
    log: createLog("silent"),
    handle: async ({ path }) => ({ status: 200, headers: {}, body: Buffer.from(`asked for ${path}: ü`) }),
  });

test("a probe that connects, sends nothing and goes leaves nothing behind", async () => {
  const listener = await open();
  const probe = connect({ port: listener.port, host: "127.0.0.1" }).resume();
  await once(probe, "connect");
  probe.end();
  await once(probe, "close");
  await listener.close(60_000);
});

test("a connection that has sent nothing does not hold up the end", async () => {
  const listener = await open();
  const silent = connect({ port: listener.port, host: "127.0.0.1" }).resume();
  await once(silent, "connect");
  const closed = once(silent, "close");
  await listener.close(60_000);
  await closed;
});

test("answers of bytes keep them, small or large", async () => {
  const listener = await open();
  for (const path of ["/short", `/${"long".repeat(3_000)}`]) {
    const response = await fetch(`http://127.0.0.1:${listener.port}${path}`);
    const text = await response.text();
    assert.equal(text, `asked for ${path}: ü`);
    assert.equal(response.headers.get("content-length"), String(Buffer.byteLength(text)));
  }
  await listener.close(0);
});

/** Answers that Node itself would refuse to write, each by its path. */
const unwritable: Readonly<Record<string, WireResponse>> = {
  "/snowman": { status: 200, headers: { "x-a": "a ☃ b", "x-b": "kept" }, body: "text: ü" },
  "/break": { status: 200, headers: { "x-a": "a\r\nset-cookie: b=1", "x-b": "kept" }, body: undefined },
  "/name": { status: 200, headers: { "x a:": "1", "": "2", "x-b": "kept" }, body: "text" },
  "/nothing": { status: 200, headers: { "x-a": undefined as never, "x-b": "kept" }, body: "text" },
  "/list": { status: 200, headers: { "set-cookie": ["a=☃", "b=1\n"] as never, "x-b": "kept" }, body: "text" },
  "/status": { status: 1000, headers: { "x-b": "kept" }, body: "text" },
  "/early": { status: 101, headers: { "x-b": "kept" }, body: "text" },
  "/fraction": { status: 200.5, headers: { "x-b": "kept" }, body: "text" },
  "/stream": { status: 200, headers: { "x-a": "\u0000☃", "x-b": "kept" }, body: Readable.from(["text"]) },
};

test("nothing that an answer holds ends a connection without one", async () => {
  const listener = await listen({
    host: "127.0.0.1",
    port: 0,
    log: createLog("silent"),
    handle: async ({ path }) => {
      if (path === "/fault") throw new Error("a fault");
      return unwritable[path]!;
    },
  });
  const base = `http://127.0.0.1:${listener.port}`;
  for (const [path, { status }] of Object.entries(unwritable)) {
    const response = await fetch(base + path);
    assert.equal(response.status, status === 200 ? 200 : 500, path);
    assert.equal(response.headers.get("x-b"), "kept", path);
    assert.doesNotMatch(response.headers.get("set-cookie") ?? "", /^b=1$/, path);
    await response.text();
  }
  assert.equal((await fetch(`${base}/snowman`)).headers.get("x-a"), "a   b");
  assert.equal((await fetch(`${base}/fault`)).status, 500);
  await listener.close(0);
});

test("a header's bytes go out as they came, whatever the body is and whichever HTTP it is", async () => {
  const value = Buffer.from("ÄMÄZÕÑ €").toString("latin1");
  const bodies: Readonly<Record<string, () => WireResponse["body"]>> = {
    "/none": () => undefined,
    "/text": () => "text: ü",
    "/bytes": () => Buffer.from("short"),
    "/long": () => Buffer.alloc(100_000),
    "/stream": () => Readable.from([Buffer.from("streamed")]),
  };
  const listener = await listen({
    host: "127.0.0.1",
    port: 0,
    log: createLog("silent"),
    handle: async ({ path }) => ({ status: 200, headers: { "x-a": value }, body: bodies[path]!() }),
  });
  const session = connectHttp2(`http://127.0.0.1:${listener.port}`);
  for (const path of Object.keys(bodies)) {
    const [answered] = (await once(request({ port: listener.port, path }).end(), "response")) as [IncomingMessage];
    assert.equal(answered.headers["x-a"], value, path);
    answered.resume();
    const [headers] = await once(session.request({ ":path": path }).resume(), "response");
    assert.equal(headers["x-a"], value, `${path} by HTTP/2`);
  }
  session.close();
  await listener.close(0);
});
