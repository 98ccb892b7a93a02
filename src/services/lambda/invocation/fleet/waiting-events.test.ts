import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { test } from "node:test";
import type { Clock } from "../../../../platform/clock.ts";
import type { Environment } from "../environment/environment.ts";
import { WaitingEvents } from "./waiting-events.ts";

const enough = availableParallelism() * 8;

/** Events that wait while `enough` environments are at work, of which `freed` come free every two milliseconds; what timers there are go by hand. */
function openCrowd() {
  let nowMs = 0;
  let timer: (() => void) | undefined;
  let wentOn = 0;
  const clock = {
    monotonicMs: () => nowMs,
    afterMachine: (_ms: number, callback: () => void) => {
      timer = callback;
      return { cancel: () => {} };
    },
  } as unknown as Clock;
  const events: WaitingEvents = new WaitingEvents({ clock, atWork: () => enough, goOn: () => (wentOn += 1) });
  const environment = { assign: () => {} } as unknown as Environment;
  for (let n = 0; n < 10_000; n++) void events.wait();
  wentOn = 0;
  events.eventTook(nowMs - 0.2);
  const twoMilliseconds = (freed: number) => {
    for (let n = 0; n < freed; n++) events.offer(environment);
    nowMs += 2;
    const due = timer;
    timer = undefined;
    due?.();
  };
  return { events, twoMilliseconds, wentOn: () => wentOn };
}

test("while those at work end one after the other, who waits is not told to look for more", () => {
  const { events, twoMilliseconds, wentOn } = openCrowd();
  assert.equal(events.waitForCrowd(), true);
  for (let n = 0; n < 10; n++) twoMilliseconds(enough);
  assert.equal(wentOn(), 0);
  assert.equal(events.isCrowded(), true);
});

test("where few of those at work end, the others need not wait for them", () => {
  const { events, twoMilliseconds, wentOn } = openCrowd();
  assert.equal(events.waitForCrowd(), true);
  twoMilliseconds(1);
  twoMilliseconds(1);
  assert.equal(wentOn(), 0, "it may be this process that stood still");
  twoMilliseconds(1);
  assert.equal(wentOn(), 1);
  assert.equal(events.isCrowded(), false);
});
