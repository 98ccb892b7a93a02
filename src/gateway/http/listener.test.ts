import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { createLog } from "../../platform/log.ts";
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
