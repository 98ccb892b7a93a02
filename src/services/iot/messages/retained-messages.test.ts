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
