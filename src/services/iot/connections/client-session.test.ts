import assert from "node:assert/strict";
import { test } from "node:test";
import { createSystemClock } from "../../../platform/clock.ts";
import { ClientSession, type ClientSessionParts } from "./client-session.ts";

test("a session whose client goes while it is taken up is left as one that was there", async () => {
  const calls: string[] = [];
  const { promise: taken, resolve: take } = Promise.withResolvers<void>();
  const sessions = {
    open: async () => {
      await taken;
      calls.push("opened");
      return { session: { id: "s" }, isPresent: false, subscriptions: [{ filter: "a", options: { qos: 1 } }] };
    },
    close: async () => void calls.push("closed"),
  };
  const broker = {
    send: () => undefined,
    subscribe: async () => void calls.push("subscribed"),
    unsubscribe: () => void calls.push("unsubscribed"),
  };
  const session = new ClientSession({
    host: { clock: createSystemClock(), random: { uuid: () => "u" } },
    connections: { sessions, broker, metrics: { chargeConnection: () => {} }, logs: { add: () => {} } },
    transport: {},
    identity: { at: { account: "000000000000", region: "us-east-1" }, permissions: () => ({ may: () => true }) },
    sourceIp: "127.0.0.1",
    packet: { cmd: "connect", clientId: "c", clean: false, protocolVersion: 4 },
    clientId: "c",
    end: () => {},
  } as unknown as ClientSessionParts);
  const opening = session.open();
  const closing = session.close("CONNECTION_LOST");
  take();
  await Promise.all([opening, closing]);
  assert.deepEqual(calls, ["opened", "subscribed", "unsubscribed", "closed"]);
});
