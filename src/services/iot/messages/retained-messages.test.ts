import assert from "node:assert/strict";
import { test } from "node:test";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { createIot } from "../service.ts";
import { shareIotState } from "../state.ts";
import type { DeviceMessage } from "./device-message.ts";
import { RetainedMessages } from "./retained-messages.ts";

test("so many topics have a retained message and no more; one that has is always changed", async (context) => {
  const { table } = await openServiceTest(context, [createIot(shareIotState())]);
  const retained = new RetainedMessages(table.host, 2);
  const at = { account: "000000000000", region: "us-east-1" };
  const keep = (topic: string, text: string) => {
    const payload = Buffer.from(text);
    const message: DeviceMessage = {
      ...{ ...at, topic, payload, qos: 1, retain: true, publishedMs: 0, properties: undefined, source: {} },
    };
    return retained.keep(message);
  };
  await keep("a", "1");
  await keep("b", "1");
  await assert.rejects(keep("c", "1"), { code: "ThrottlingException" });
  await keep("a", "2");
  assert.equal(Buffer.from((await retained.find(at, "a"))?.payload ?? []).toString(), "2");
  assert.equal(await retained.find(at, "c"), undefined);
});

test("an account may retain so many messages a second: beyond, one is refused, and kept again a little later", async (context) => {
  const { table } = await openServiceTest(context, [createIot(shareIotState())]);
  let nowMs = 0;
  const clock = { nowMs: () => 0, monotonicMs: () => nowMs };
  const retained = new RetainedMessages({ ...table.host, clock } as never);
  const keep = (region: string) => {
    const payload = Buffer.from("1");
    const message = { account: "000000000000", region, topic: "a", payload, qos: 1 as const, retain: true };
    return retained.keep({ ...message, publishedMs: 0, properties: undefined, source: {} });
  };
  const all = await Promise.allSettled(Array.from({ length: 510 }, () => keep("us-east-1")));
  assert.equal(all.filter(({ status }) => status === "rejected").length, 10);
  await assert.rejects(keep("us-east-1"), { code: "ThrottlingException" });
  await keep("eu-west-1");
  nowMs = 10;
  await keep("us-east-1");
});
