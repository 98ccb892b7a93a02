import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { PassThrough, Readable } from "node:stream";
import { test } from "node:test";
import { createLog } from "../../platform/log.ts";
import type { WireResponse } from "../../wire/wire.ts";
import { type Listener, type ListenerOptions, listen } from "./listener.ts";

const open = (options: Partial<ListenerOptions> = {}): Promise<Listener> =>
  listen({
    host: "127.0.0.1",
    port: 0,
    log: createLog("silent"),
    handle: async ({ path }) => ({ status: 200, headers: {}, body: Buffer.from(`asked for ${path}: ü`) }),
    ...options,
  });

/** All that comes back until the connection ends, or `until` is in it. */
async function talk(listener: Listener, text: string, until?: string): Promise<string> {
  const socket = connect({ port: listener.port, host: "127.0.0.1" });
  let answer = "";
  socket.write(text);
  for await (const chunk of socket) {
    answer += chunk;
    if (until !== undefined && answer.includes(until)) break;
  }
  return answer;
}

const refuse: ListenerOptions["handle"] = async () => ({ status: 403, headers: {}, body: "refused" });

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

test("a client that sends all of its body first gets the answer of who did not read it", async () => {
  const listener = await open({ handle: refuse });
  const bytes = 8 * 1024 * 1024;
  const answer = await talk(
    listener,
    `PUT /x HTTP/1.1\r\nhost: a\r\ncontent-length: ${bytes}\r\n\r\n${"x".repeat(bytes)}`,
  );
  assert.match(answer, /^HTTP\/1.1 403 .*refused$/s);
  assert.match(answer, /^connection: close/im);
  await listener.close(0);
});

test("by HTTP/2 the rest of a body is not waited for either", async () => {
  const listener = await open({ handle: refuse });
  const session = connectHttp2(`http://127.0.0.1:${listener.port}`);
  const stream = session.request({ ":path": "/x", ":method": "PUT", "content-length": "99999999" });
  stream.on("error", () => {});
  stream.write("beginning");
  const closed = once(stream, "close");
  const [headers] = await once(stream, "response");
  assert.equal(headers[":status"], 403);
  stream.resume();
  await closed;
  session.close();
  await listener.close(0);
});

test("a client that never ends its body gets the answer, and is parted with", async () => {
  const listener = await open({ handle: refuse });
  const answer = await talk(
    listener,
    "PUT /x HTTP/1.1\r\nhost: a\r\ncontent-length: 99999999\r\n\r\nbeginning",
    "refused",
  );
  assert.match(answer, /^HTTP\/1.1 403 /);
  await listener.close(0);
});

test("a little rest of a body is dropped for the sake of the connection", async () => {
  const listener = await open({ handle: refuse });
  const one = "PUT /x HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\nhello";
  const answer = await talk(listener, `${one}${one.replace("host", "connection: close\r\nhost")}`);
  assert.equal(answer.split("refused").length, 3);
  await listener.close(0);
});

test("who is refused is not asked for the body first", async () => {
  const listener = await open({ handle: refuse });
  const head = "PUT /x HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\n";
  assert.match(await talk(listener, head, "refused"), /^HTTP\/1.1 403 /);
  await listener.close(0);
});

test("who is refused when his body was opened, but not read, is not asked for it either", async () => {
  const listener = await open({
    handle: async ({ body }) => {
      body.stream();
      return { status: 404, headers: {}, body: "no such bucket" };
    },
  });
  const head = "PUT /x HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\n";
  assert.match(await talk(listener, head, "no such bucket"), /^HTTP\/1.1 404 /);
  await listener.close(0);
});

test("who is not refused is asked for the body", async () => {
  const listener = await open({
    handle: async ({ body }) => ({ status: 200, headers: {}, body: await body.collect() }),
  });
  const head = "PUT /x HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\n";
  assert.match(await talk(listener, `${head}hello`, "hello"), /^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 /);
  await listener.close(0);
});

test("a reader that stops early does not close the connection under the answer", async () => {
  const listener = await open({
    handle: async ({ body }) => {
      for await (const _chunk of body.stream()) break;
      return { status: 400, headers: {}, body: "enough" };
    },
  });
  const bytes = 4 * 1024 * 1024;
  const answer = await talk(
    listener,
    `PUT /x HTTP/1.1\r\nhost: a\r\ncontent-length: ${bytes}\r\n\r\n${"x".repeat(bytes)}`,
  );
  assert.match(answer, /enough$/);
  await listener.close(0);
});

test("a body that does not come ends its request", async () => {
  const listener = await open({
    mostIdleMs: 50,
    handle: async ({ path, body }) => {
      const reading = path === "/whole" ? body.collect() : body.stream().resume().toArray();
      return reading.then(
        () => ({ status: 200, headers: {}, body: "" }),
        (error: Error) => ({ status: 400, headers: {}, body: error.name }),
      );
    },
  });
  for (const path of ["/whole", "/stream"]) {
    const head = `PUT ${path} HTTP/1.1\r\nhost: a\r\ncontent-length: 2000000\r\n\r\nbeginning`;
    assert.match(await talk(listener, head, "RequestTimeout"), /^HTTP\/1.1 400 /);
  }
  await listener.close(0);
});

test("what a handler throws is an answer, too", async () => {
  const listener = await open({ handle: () => Promise.reject(new Error("a fault")) });
  assert.match(await talk(listener, "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"), /^HTTP\/1.1 500 /);
  await listener.close(0);
});

test("a client that goes ends the body of its answer", async () => {
  const body = new PassThrough();
  body.write("beginning");
  const listener = await open({ handle: async () => ({ status: 200, headers: {}, body }) });
  const ended = once(body, "close");
  await talk(listener, "GET / HTTP/1.1\r\nhost: a\r\n\r\n", "beginning");
  await ended.catch(() => {});
  assert.equal(body.destroyed, true);
  await listener.close(0);
});

test("there are no more connections than may be", async () => {
  const listener = await open({ mostConnections: 2 });
  const kept = [1, 2].map(() => connect({ port: listener.port, host: "127.0.0.1" }).resume());
  await Promise.all(kept.map((socket) => once(socket, "connect")));
  const refused = connect({ port: listener.port, host: "127.0.0.1" }).resume();
  refused.on("error", () => {});
  await once(refused, "close");
  for (const socket of kept) socket.destroy();
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
  const lengths: Readonly<Record<string, string>> = {
    "/none": "0",
    "/text": "8",
    "/bytes": "5",
    "/long": "100000",
    "/stream": "8",
  };
  const listener = await listen({
    host: "127.0.0.1",
    port: 0,
    log: createLog("silent"),
    handle: async ({ path }) => ({
      status: 200,
      headers: { "content-length": lengths[path]!, "content-disposition": value, "x-a": value },
      body: bodies[path]!(),
    }),
  });
  const session = connectHttp2(`http://127.0.0.1:${listener.port}`);
  for (const path of Object.keys(bodies)) {
    const [answered] = (await once(request({ port: listener.port, path }).end(), "response")) as [IncomingMessage];
    assert.deepEqual([answered.headers["x-a"], answered.headers["content-disposition"]], [value, value], path);
    answered.resume();
    const [headers] = await once(session.request({ ":path": path }).resume(), "response");
    assert.equal(headers["x-a"], value, `${path} by HTTP/2`);
  }
  session.close();
  await listener.close(0);
});

test("requests sent ahead are begun one after the other, and answered in their order", async () => {
  let atWork = 0;
  let most = 0;
  const listener = await open({
    handle: async ({ path }) => {
      most = Math.max(most, ++atWork);
      await new Promise(setImmediate);
      atWork--;
      return { status: 200, headers: {}, body: path };
    },
  });
  const paths = Array.from({ length: 500 }, (_, index) => `/${index}`);
  const text = paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`).join("");
  const answer = await talk(listener, text, "\r\n\r\n/499");
  assert.deepEqual(answer.match(/(?<=\r\n\r\n)\/\d+/g), paths);
  assert.equal(most, 1);
  await listener.close(0);
});

test("what a connection has sent ahead is not begun when it has ended", async () => {
  let begun = 0;
  const { promise: first, resolve: answerFirst } = Promise.withResolvers<void>();
  const listener = await open({
    handle: async () => {
      begun++;
      await first;
      return { status: 200, headers: {}, body: "" };
    },
  });
  const socket = connect({ port: listener.port, host: "127.0.0.1" });
  socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(10));
  while (begun === 0) await new Promise(setImmediate);
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  answerFirst();
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(begun, 1);
  await listener.close(0);
});
