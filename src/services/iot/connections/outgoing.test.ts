import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createSystemClock } from "../../../platform/clock.ts";
import type { DeviceMessage } from "../messages/device-message.ts";
import { Outgoing } from "./outgoing.ts";

const message = (text: string): DeviceMessage => ({
  account: "000000000000",
  region: "us-east-1",
  topic: "a",
  payload: Buffer.from(text),
  qos: 1,
  retain: false,
  publishedMs: Date.now(),
  properties: undefined,
  source: {},
});

describe("what goes to a client", () => {
  const begin = ({ mostPacketBytes = Number.POSITIVE_INFINITY } = {}) => {
    const written: string[] = [];
    const transport = {
      bufferedBytes: 0,
      write: (bytes: Uint8Array) => void written.push(Buffer.from(bytes).toString()),
    };
    const outgoing = new Outgoing({
      transport: transport as never,
      version: 4,
      receiveMaximum: 10,
      mostPacketBytes,
      clock: createSystemClock(),
      sent: () => {},
    });
    return { outgoing, transport, written };
  };

  test("what waited for a client that did not read is brought when it reads, though it has nothing to acknowledge", () => {
    const { outgoing, transport, written } = begin();
    transport.bufferedBytes = Number.MAX_SAFE_INTEGER;
    outgoing.send(message("one"), 1, false);
    assert.equal(written.length, 0);
    transport.bufferedBytes = 0;
    outgoing.send(message("two"), 1, false);
    assert.deepEqual(
      written.map((each) => each.slice(-3)),
      ["one", "two"],
    );
  });

  test("a message that is kept and longer than the client takes is told of, for it is not to be kept for ever", () => {
    const { outgoing } = begin({ mostPacketBytes: 20 });
    assert.equal(outgoing.sendKept(message("x".repeat(100)), 7), false);
    assert.equal(outgoing.sendKept(message("short"), 8), true);
    assert.equal(outgoing.room, 9);
  });
});
