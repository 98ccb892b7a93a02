import assert from "node:assert/strict";
import { test } from "node:test";
import { Crowd } from "./crowd.ts";

test("eight at work for each processor are enough when events are short", () => {
  const crowd = new Crowd(2);
  assert.equal(crowd.isEnough(16, 0), false, "nothing is known yet");
  crowd.eventTook(9, 0);
  assert.equal(crowd.isEnough(16, 0), false, "an event takes nine milliseconds");
  crowd.eventTook(0.4, 10);
  assert.equal(crowd.isEnough(15, 10), false);
  assert.equal(crowd.isEnough(16, 10), true, "one was short, the other had waited for its processor");
});

test("events that were short are not taken for short when they have not been for two seconds", () => {
  const crowd = new Crowd(1);
  crowd.eventTook(0.4, 0);
  crowd.eventTook(30, 1_500);
  assert.equal(crowd.isEnough(8, 1_600), true, "they were in the window before");
  crowd.eventTook(30, 2_600);
  assert.equal(crowd.isEnough(8, 2_600), false);
  crowd.eventTook(0.4, 2_700);
  assert.equal(crowd.isEnough(8, 5_000), false, "of late there was none at all");
});

test("where those at work stood still, others are made use of for a while", () => {
  const crowd = new Crowd(1);
  crowd.eventTook(0.4, 0);
  crowd.stoodStill(100);
  assert.equal(crowd.isEnough(8, 200), false);
  assert.equal(crowd.isEnough(8, 350), true);
});
