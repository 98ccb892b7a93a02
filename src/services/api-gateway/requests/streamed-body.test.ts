import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import type { Asked } from "./asked.ts";
import { toStreamedBody } from "./streamed-body.ts";

/** Time goes on when it is told to. */
function stillTime() {
  let nowMs = 0;
  const timers = new Set<{ readonly dueMs: number; readonly run: () => void }>();
  const clock = {
    monotonicMs: () => nowMs,
    afterMachine: (delayMs: number, run: () => void) => {
      const timer = { dueMs: nowMs + delayMs, run };
      timers.add(timer);
      return { cancel: () => timers.delete(timer) };
    },
  };
  const advance = async (ms: number) => {
    nowMs += ms;
    for (const timer of timers) if (timer.dueMs <= nowMs && timers.delete(timer)) timer.run();
    for (let each = 0; each < 10; each += 1) await turn();
  };
  return { host: { clock } as unknown as ServiceHost, advance };
}

const askedOf = (types: string[], timeoutInMillis: number) =>
  ({ api: { endpointConfiguration: { types } }, integration: { timeoutInMillis } }) as unknown as Asked;

async function* piecesThen(count: number, bytes: number, silence: Promise<void>): AsyncGenerator<Buffer> {
  for (let each = 0; each < count; each += 1) yield Buffer.alloc(bytes);
  await silence;
}

test("what is silent for too long is broken off: half a minute at the edge, five elsewhere, and never longer than in all", async () => {
  for (const [types, timeoutMs, lastMs] of [
    [["EDGE"], 900_000, limits.edgeStreamIdleMs],
    [["REGIONAL"], 900_000, limits.streamIdleMs],
    [["REGIONAL"], 60_000, 60_000],
  ] as const) {
    const { host, advance } = stillTime();
    const silence = Promise.withResolvers<void>();
    const source = piecesThen(1, 3, silence.promise);
    const { body, ended } = toStreamedBody(host, askedOf([...types], timeoutMs), source, 0, Buffer.from("ab"));
    let heard = 0;
    const failed = new Promise<Error>((resolve) => body.on("error", resolve));
    body.on("data", (chunk: Buffer) => {
      heard += chunk.length;
    });
    await advance(0);
    assert.equal(heard, 5);
    await advance(lastMs - 1);
    assert.equal(body.destroyed, false);
    await advance(1);
    assert.match((await failed).message, /too long|time was over/);
    silence.resolve();
    const { bytes, fault } = await ended;
    assert.equal(bytes, 5);
    assert.ok(fault);
  }
});

test("ten megabytes go as fast as they come, what follows at two in a second", async () => {
  const { host, advance } = stillTime();
  const mebibyte = 1024 * 1024;
  const source = piecesThen(16, mebibyte, Promise.resolve());
  const { body, ended } = toStreamedBody(host, askedOf(["REGIONAL"], 900_000), source, 0);
  let heard = 0;
  body.on("data", (chunk: Buffer) => {
    heard += chunk.length;
  });
  await advance(0);
  await advance(0);
  assert.equal(heard, 11 * mebibyte);
  await advance(499);
  assert.equal(heard, 11 * mebibyte);
  await advance(1);
  assert.equal(heard, 12 * mebibyte);
  for (let half = 0; half < 6; half += 1) await advance(500);
  assert.deepEqual([heard, (await ended).fault], [16 * mebibyte, undefined]);
});
