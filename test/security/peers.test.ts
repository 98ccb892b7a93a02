import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { after, before, describe, test } from "node:test";
import { PeerLink } from "../../src/cluster/peers/peer-link.ts";
import { listenForPeers, type PeerRequest, type PeerServer } from "../../src/cluster/peers/peer-server.ts";
import { createSystemClock } from "../../src/platform/clock.ts";
import { createLog } from "../../src/platform/log.ts";

/** The address at which nodes speak to one another, and who should not be listened to there. */
describe("a node's address", () => {
  const secret = randomBytes(32);
  const heard: PeerRequest[] = [];
  let server: PeerServer;
  const link = (key: Buffer) =>
    new PeerLink("one", `127.0.0.1:${server.port}`, { self: "two", secret: key, clock: createSystemClock() });

  before(async () => {
    server = await listenForPeers(
      { host: "127.0.0.1", port: 0 },
      {
        secret,
        log: createLog("silent"),
        answer: async (request) => {
          heard.push(request);
          return { status: 200, body: "heard" };
        },
      },
    );
  });
  after(() => server.close());

  test("answers who has the key, and nobody who has another or none", async () => {
    const friend = link(secret);
    assert.deepEqual(await friend.post("/1/ask/x", "{}", 5_000), { status: 200, body: "heard" });
    friend.close();
    assert.deepEqual([heard.length, heard[0]?.from, heard[0]?.to], [1, "two", "one"]);
    await assert.rejects(link(randomBytes(32)).post("/1/ask/x", "{}", 5_000), { reason: "unreachable" });
    const anonymous = connectHttp2(`https://127.0.0.1:${server.port}`, { rejectUnauthorized: false });
    const [error] = await once(anonymous, "error");
    assert.match(String(error.code), /SSL|TLS|ECONNRESET/);
    assert.equal(heard.length, 1);
  });

  test("says nothing to plain HTTP, garbage and silence, and is there for others meanwhile", async () => {
    const silent = connect(server.port, "127.0.0.1");
    const talkers = ["GET / HTTP/1.1\r\nhost: x\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", randomBytes(10_000)].map(
      async (bytes) => {
        const socket = connect(server.port, "127.0.0.1");
        socket.on("error", () => {});
        let answered = "";
        socket.on("data", (data) => {
          answered += data.toString("latin1");
        });
        socket.write(bytes);
        await once(socket, "close", { signal: AbortSignal.timeout(20_000) }).catch(() => {});
        assert.doesNotMatch(answered, /HTTP|heard/);
        assert.ok(socket.destroyed || socket.closed, "a stranger's connection stays open");
      },
    );
    await Promise.all(talkers);
    if (!silent.closed) await once(silent, "close");
    const friend = link(secret);
    assert.equal((await friend.post("/1/ask/x", "{}", 5_000)).status, 200);
    friend.close();
  });

  test("takes no message without end", async () => {
    const before = heard.length;
    const friend = link(secret);
    const endless = "x".repeat(5 * 1024 * 1024);
    await assert.rejects(friend.post("/1/ask/x", endless, 5_000), { reason: "unreachable" });
    assert.equal((await friend.post("/1/ask/x", "{}", 5_000)).status, 200, "others of the connection were cut off");
    assert.equal(heard.length, before + 1);
    friend.close();
  });
});
