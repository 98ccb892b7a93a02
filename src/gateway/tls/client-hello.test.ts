import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { test } from "node:test";
import { connect } from "node:tls";
import { readClientHello } from "./client-hello.ts";

async function helloOf(options: { ALPNProtocols?: string[]; servername?: string }): Promise<Buffer> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = connect({ port: (server.address() as { port: number }).port, host: "127.0.0.1", ...options });
  client.on("error", () => {});
  const [socket] = (await once(server, "connection")) as [Socket];
  const [bytes] = (await once(socket, "data")) as [Buffer];
  client.destroy();
  socket.destroy();
  server.close();
  return bytes;
}

test("what a client offers to speak is read", async () => {
  const hello = await helloOf({ ALPNProtocols: ["x-amzn-mqtt-ca", "mqtt"] });
  assert.deepEqual(readClientHello(hello), {
    protocols: ["x-amzn-mqtt-ca", "mqtt"],
    serverName: "",
  });
  assert.deepEqual(readClientHello(await helloOf({})), { protocols: [], serverName: "" });
  const named = readClientHello(await helloOf({ servername: "Api.Example.com", ALPNProtocols: ["h2"] }));
  assert.deepEqual(named, { protocols: ["h2"], serverName: "api.example.com" });
});

test("a part of it is waited for, and what is none is told", async () => {
  const hello = await helloOf({ ALPNProtocols: ["mqtt"] });
  for (const length of [0, 4, 5, 100, hello.length - 1])
    assert.equal(readClientHello(hello.subarray(0, length)), "incomplete");
  assert.equal(readClientHello(Buffer.from("GET / HTTP/1.1\r\n")), undefined);
  assert.equal(readClientHello(Buffer.from([0x16, 3, 1, 0xff, 0xff, 1])), undefined);
});

test("no bytes make it fail", async () => {
  const hello = await helloOf({ ALPNProtocols: ["mqtt"] });
  for (let at = 5; at < hello.length; at++) {
    const wrong = Buffer.from(hello);
    wrong[at] = 0xff;
    assert.doesNotThrow(() => readClientHello(wrong), `byte ${at}`);
  }
});
