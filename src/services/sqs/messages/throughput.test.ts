import assert from "node:assert/strict";
import { test } from "node:test";
import { createManualClock } from "../../../platform/clock.ts";
import type { KnownQueue } from "../queues/queue-directory.ts";
import { Throughput } from "./throughput.ts";

type Call = Parameters<Throughput["admit"]>;

function open({ isFifo = true, isThroughputPerGroup = false } = {}) {
  const clock = createManualClock();
  const throughput = new Throughput(clock);
  const queue = { id: "q", isFifo, settings: { isThroughputPerGroup } } as unknown as KnownQueue;
  /** How many calls are let in one after the other; who calls says its method, and a service has none. */
  const count = (request: { readonly method: string | undefined }, method: Call[2], groups?: Call[3]) => {
    for (let calls = 0; calls < 1_000; calls++) {
      try {
        throughput.admit(queue, { request } as Call[1], method, groups);
      } catch (error) {
        assert.equal((error as { code?: string }).code, "RequestThrottled");
        return calls;
      }
    }
    return Number.POSITIVE_INFINITY;
  };
  const admitted = (method: Call[2], groups?: Call[3]) => count({ method: "POST" }, method, groups);
  const ofService = (method: Call[2]) => count({ method: undefined }, method);
  return { clock, admitted, ofService };
}

test("a FIFO queue takes 300 calls of a method a second, and as many more as time has passed", () => {
  const { clock, admitted } = open();
  assert.deepEqual([admitted("send"), admitted("receive"), admitted("send")], [300, 300, 0]);
  clock.advance(100);
  assert.equal(admitted("send"), 30);
  clock.advance(60_000);
  assert.equal(admitted("send"), 300);
});

test("in high-throughput mode a group's sends have that limit, and other calls none", () => {
  const { admitted } = open({ isThroughputPerGroup: true });
  assert.deepEqual([admitted("send", ["a"]), admitted("send", ["b"]), admitted("send", ["a", "c"])], [300, 300, 0]);
  assert.equal(admitted("receive"), Number.POSITIVE_INFINITY);
});

test("standard queues have no limit, and what other services send is not counted", () => {
  assert.equal(open({ isFifo: false }).admitted("send"), Number.POSITIVE_INFINITY);
  const { ofService, admitted } = open();
  assert.deepEqual([ofService("send"), admitted("send")], [Number.POSITIVE_INFINITY, 300]);
});
