import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { type TestContext, test } from "node:test";
import { WebSocket } from "ws";
import { eventually } from "../../../test/support/eventually.ts";
import type { AcceptedWebSocket } from "../../platform/accepted-web-socket.ts";
import { createLog } from "../../platform/log.ts";
import { type ListenerOptions, listen } from "./listener.ts";

async function open(context: TestContext, handle: ListenerOptions["handle"]) {
  const listener = await listen({ host: "127.0.0.1", port: 0, log: createLog("silent"), handle });
  context.after(() => listener.close(0));
  return listener;
}

/** Sends back what it gets. */
const echo = (further: Partial<AcceptedWebSocket> = {}): ListenerOptions["handle"] => {
  return async ({ wantsWebSocket }) => {
    if (!wantsWebSocket) return { status: 200, headers: {}, body: "plain" };
    const webSocket: AcceptedWebSocket = {
      mostBytes: 131_072,
      opened: (socket) => socket.on("message", (data, isBinary) => socket.send(data as Buffer, { binary: isBinary })),
      failed: () => {},
      ...further,
    };
    return { status: 101, headers: {}, body: undefined, webSocket };
  };
};

const url = ({ port }: { readonly port: number }) => `ws://127.0.0.1:${port}/`;

async function closing(socket: WebSocket): Promise<{ code: number; reason: string }> {
  const [code, reason] = (await once(socket, "close")) as [number, Buffer];
  return { code, reason: reason.toString() };
}

/** The answer to a request by hand, up to its end or to `until`. */
async function talk({ port }: { readonly port: number }, text: string, until?: string): Promise<string> {
  const socket = connect({ port, host: "127.0.0.1" });
  let answer = "";
  socket.write(text);
  for await (const chunk of socket) {
    answer += chunk;
    if (until !== undefined && answer.includes(until)) break;
  }
  return answer;
}

const handshake = (...lines: string[]) =>
  ["GET / HTTP/1.1", "Host: a", "Connection: Upgrade", "Upgrade: websocket", ...lines, "", ""].join("\r\n");

test("who wants a WebSocket is given one, with the subprotocol that was chosen, and messages go both ways", async (context) => {
  const listener = await open(context, echo({ protocol: "chat" }));
  const socket = new WebSocket(url(listener), ["other", "chat"]);
  await once(socket, "open");
  assert.equal(socket.protocol, "chat");
  assert.equal(socket.extensions, "", "nothing is compressed");
  socket.send("hello");
  const [data, isBinary] = await once(socket, "message");
  assert.deepEqual([String(data), isBinary], ["hello", false]);
  socket.close(3001, "done");
  assert.deepEqual(await closing(socket), { code: 3001, reason: "done" });
});

test("who is refused gets the answer by HTTP, and the connection ends", async (context) => {
  const listener = await open(context, async () => ({ status: 403, headers: { "x-why": "no" }, body: "refused" }));
  const answer = await talk(
    listener,
    handshake("Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="),
  );
  assert.match(answer, /^HTTP\/1.1 403 .*x-why: no.*refused$/s);
});

test("a handshake that is none is refused before anybody is asked", async (context) => {
  let asked = 0;
  const listener = await open(context, async () => {
    asked += 1;
    return { status: 200, headers: {}, body: "" };
  });
  const version = await talk(listener, handshake("Sec-WebSocket-Version: 8", "Sec-WebSocket-Key: a"));
  assert.match(version, /^HTTP\/1.1 426 .*sec-websocket-version: 13/s);
  assert.match(await talk(listener, handshake("Sec-WebSocket-Version: 13")), /^HTTP\/1.1 400 /);
  assert.equal(asked, 0);
});

test("what offers another protocol is a request like any other: Java's client does so with each", async (context) => {
  const listener = await open(context, echo());
  const text = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n";
  assert.match(await talk(listener, text, "plain"), /^HTTP\/1.1 200 /);
});

test("a message or a frame that is too long ends the connection with 1009, and nobody gets it", async (context) => {
  const got: number[] = [];
  const opened: AcceptedWebSocket["opened"] = (socket) =>
    socket.on("message", (data) => got.push((data as Buffer).length));
  const listener = await open(context, echo({ mostFrameBytes: 32_768, opened }));
  const long = new WebSocket(url(listener));
  await once(long, "open");
  long.send("x".repeat(32_768));
  await eventually(async () => got[0], "the first message");
  long.send("y".repeat(32_769));
  assert.equal((await closing(long)).code, 1009);
  const joined = new WebSocket(url(listener));
  await once(joined, "open");
  for (let part = 0; part < 5; part += 1) joined.send("z".repeat(32_768), { fin: part === 4 });
  assert.equal((await closing(joined)).code, 1009);
  const inPieces = new WebSocket(url(listener));
  await once(inPieces, "open");
  for (let part = 0; part < 4; part += 1) inPieces.send("z".repeat(32_768), { fin: part === 3 });
  inPieces.close();
  await closing(inPieces);
  assert.deepEqual(got, [32_768, 131_072]);
});

test("a server that ends says so to each, and cuts who does not answer", async () => {
  const listener = await listen({ host: "127.0.0.1", port: 0, log: createLog("silent"), handle: echo() });
  const socket = new WebSocket(url(listener));
  await once(socket, "open");
  const silent = connect({ port: listener.port, host: "127.0.0.1" });
  silent.write(handshake("Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
  await once(silent, "data");
  const closed = closing(socket);
  const cut = once(silent.resume(), "close");
  await listener.close(200);
  assert.deepEqual(await closed, { code: 1001, reason: "Going away" });
  await cut;
});
