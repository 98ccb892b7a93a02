import assert from "node:assert/strict";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { createSystemClock } from "../../platform/clock.ts";
import { connectAt } from "./delivery.ts";
import { Subscriber } from "./subscriber.ts";
import { parseSubscription } from "./subscription.ts";

interface Told {
  readonly type: string;
  readonly record: { readonly droppedRecords: number; readonly droppedBytes: number };
}

test("a listener that falls behind costs a bounded memory, and is told what it has missed", async (context) => {
  const batches: Told[][] = [];
  let held: ServerResponse | undefined;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    batches.push(JSON.parse(Buffer.concat(chunks).toString()) as Told[]);
    // The first batch is acknowledged only when the test says so.
    if (held) response.end();
    else held = response;
  });
  context.after(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const subscription = parseSubscription(
    "telemetry",
    JSON.stringify({
      schemaVersion: "2022-12-13",
      types: ["function", "platform"],
      buffering: { maxItems: 1_000, maxBytes: 262_144, timeoutMs: 25 },
      destination: { protocol: "HTTP", URI: `http://sandbox.localdomain:${port}/` },
    }),
  );
  const subscriber = new Subscriber(subscription, createSystemClock(), connectAt("127.0.0.1"));
  const event = { time: "2026-01-01T00:00:00.000Z", type: "function", record: "line\n" };
  const tell = (count: number) => {
    for (let index = 0; index < count; index += 1) subscriber.tell(event);
  };
  tell(1_000);
  while (!held) await new Promise((resolve) => setImmediate(resolve));
  tell(10_000);
  held.end();
  await subscriber.flush();
  const all = batches.flat();
  assert.ok(batches.every((batch) => batch.length <= 1_000));
  const dropped = all.filter(({ type }) => type === "platform.logsDropped");
  assert.equal(dropped.length, 1);
  const delivered = all.length - 1;
  assert.equal(delivered + dropped[0]!.record.droppedRecords, 11_000);
  assert.ok(delivered <= 5_000, `${delivered} were kept`);
  assert.equal(dropped[0]!.record.droppedBytes, dropped[0]!.record.droppedRecords * JSON.stringify(event).length);
  subscriber.close();
});
