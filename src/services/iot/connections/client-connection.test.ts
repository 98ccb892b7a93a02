import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { createSystemClock } from "../../../platform/clock.ts";
import { mqttLimits } from "../mqtt/mqtt-limits.ts";
import { encodePacket } from "../mqtt/packets.ts";
import { ClientConnection, type ConnectionParts } from "./client-connection.ts";
import type { TransportListener } from "./transport.ts";

test("who asks for acknowledgements and reads none of them is let go, before they fill the memory", async () => {
  const written: string[] = [];
  let listener: TransportListener | undefined;
  let hasEnded = false;
  const transport = {
    bufferedBytes: 0,
    write: (bytes: Uint8Array) => void written.push(Buffer.from(bytes).toString("hex")),
    pause: () => {},
    resume: () => {},
    end: () => {
      hasEnded = true;
    },
    listen: (given: TransportListener) => {
      listener = given;
    },
  };
  const nothing = () => {};
  new ClientConnection({
    host: { clock: createSystemClock(), random: { uuid: () => "u" }, log: { error: nothing, warn: nothing } },
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
  const send = (packet: Parameters<typeof encodePacket>[0]) => listener?.onBytes(Buffer.from(encodePacket(packet, 4)));
  send({ cmd: "connect", clientId: "c", clean: true, keepalive: 60, protocolId: "MQTT", protocolVersion: 4 } as never);
  await eventually(async () => written.find((each) => each.startsWith("2002")), "the CONNACK");
  send({ cmd: "unsubscribe", messageId: 1, unsubscriptions: ["a"] } as never);
  await eventually(async () => written.find((each) => each.startsWith("b0")), "the UNSUBACK");
  assert.equal(hasEnded, false);
  transport.bufferedBytes = mqttLimits.unreadBytes + 1;
  send({ cmd: "unsubscribe", messageId: 2, unsubscriptions: ["a"] } as never);
  await eventually(async () => hasEnded || undefined, "its end");
});
