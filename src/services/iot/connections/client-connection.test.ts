import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { type Clock, createSystemClock } from "../../../platform/clock.ts";
import { mqttLimits } from "../mqtt/mqtt-limits.ts";
import { encodePacket, type Packet } from "../mqtt/packets.ts";
import { ClientConnection, type ConnectionParts } from "./client-connection.ts";
import type { TransportListener } from "./transport.ts";

/** One that the test moves, and by which nobody waits long. */
const clockAt = (nowMs: () => number) =>
  ({
    nowMs,
    monotonicMs: nowMs,
    after: () => ({ cancel: () => {} }),
    afterMachine: (_ms: number, run: () => void) => void setImmediate(run),
  }) as unknown as Clock;

/** A connection whose client is this test. */
function openConnection(clock: Clock = createSystemClock()) {
  const written: string[] = [];
  let listener: TransportListener | undefined;
  const state = { hasEnded: false };
  const transport = {
    bufferedBytes: 0,
    write: (bytes: Uint8Array) => void written.push(Buffer.from(bytes).toString("hex")),
    pause: () => {},
    resume: () => {},
    end: () => {
      state.hasEnded = true;
    },
    listen: (given: TransportListener) => {
      listener = given;
    },
  };
  const nothing = () => {};
  const connection = new ClientConnection({
    host: { clock, random: { uuid: () => "u" }, log: { error: nothing, warn: nothing } },
    connections: {
      add: nothing,
      remove: nothing,
      takeOver: async () => true,
      sessions: { forget: async () => {} },
      broker: { send: nothing },
      metrics: { count: nothing, chargeConnection: nothing },
      logs: { add: nothing },
    },
    transport,
    identify: async () => ({
      at: { account: "000000000000", region: "us-east-1" },
      principal: "p",
      protocol: "mqtt",
      permissions: () => ({ may: () => true }),
    }),
    sourceIp: "127.0.0.1",
  } as unknown as ConnectionParts);
  const send = (packet: object) => listener?.onBytes(Buffer.from(encodePacket(packet as Packet, 4)));
  const connect = async (keepalive: number) => {
    send({ cmd: "connect", clientId: "c", clean: true, keepalive, protocolId: "MQTT", protocolVersion: 4 });
    await eventually(async () => written.find((each) => each.startsWith("2002")), "the CONNACK");
  };
  return { connection, transport, written, state, send, connect };
}

test("who asks for acknowledgements and reads none of them is let go, before they fill the memory", async () => {
  const { transport, written, state, send, connect } = openConnection();
  await connect(60);
  send({ cmd: "unsubscribe", messageId: 1, unsubscriptions: ["a"] });
  await eventually(async () => written.find((each) => each.startsWith("b0")), "the UNSUBACK");
  assert.equal(state.hasEnded, false);
  transport.bufferedBytes = mqttLimits.unreadBytes + 1;
  send({ cmd: "unsubscribe", messageId: 2, unsubscriptions: ["a"] });
  await eventually(async () => state.hasEnded || undefined, "its end");
});

test("who pings and reads no answer gets a thousand of them, and again some when it reads", async () => {
  const { transport, written, send, connect } = openConnection(clockAt(() => 0));
  await connect(60);
  transport.bufferedBytes = 100;
  const answers = () => written.filter((each) => each === "d000").length;
  for (let ping = 0; ping < 3_000; ping++) send({ cmd: "pingreq" });
  await eventually(async () => (answers() === mqttLimits.unreadPings ? true : undefined), "a thousand answers");
  for (let turn = 0; turn < 3_000; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(answers(), mqttLimits.unreadPings);
  transport.bufferedBytes = 0;
  send({ cmd: "pingreq" });
  await eventually(async () => (answers() === mqttLimits.unreadPings + 1 ? true : undefined), "one more");
});

test("who is silent for half as long again as it has said is not there any more, and who says a word is", async () => {
  let nowMs = 0;
  const { connection, state, send, connect } = openConnection(clockAt(() => nowMs));
  await connect(40);
  nowMs = 60_000;
  connection.watch(nowMs);
  assert.equal(state.hasEnded, false);
  send({ cmd: "pingreq" });
  nowMs = 119_000;
  connection.watch(nowMs);
  assert.equal(state.hasEnded, false);
  nowMs = 121_000;
  connection.watch(nowMs);
  assert.equal(state.hasEnded, true);
});
