import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { followDevice, received } from "../support/devices.ts";
import { launchSquall } from "../support/squall-process.ts";

test("after kill -9 the last wills of all who were connected, or had gone, are published: those that wait at their time, and none of who is back", async (context) => {
  const directory = await mkdtemp(join(tmpdir(), "squall-devices-"));
  const flags = ["--data-dir", join(directory, "data")];
  let squall = await launchSquall(flags);
  const open: MqttClient[] = [];
  context.after(async () => {
    for (const client of open) client.end(true);
    await squall.stop();
    await rm(directory, { recursive: true, force: true });
  });
  const connect = async (clientId: string, options: IClientOptions = {}) => {
    const url = `${squall.endpoint.replace("http", "ws")}/mqtt`;
    const client = mqtt.connect(url, { clientId, reconnectPeriod: 0, protocolVersion: 5, ...options });
    open.push(client.on("error", () => {}));
    return followDevice(client);
  };
  const advance = (milliseconds: number) =>
    fetch(`${squall.endpoint}/_squall/clock`, {
      method: "POST",
      body: JSON.stringify({ advanceMilliseconds: milliseconds }),
    });
  const will = (text: string, willDelayInterval: number): IClientOptions => ({
    clean: false,
    properties: { sessionExpiryInterval: 3_600 },
    will: {
      topic: `wills/${text}`,
      payload: Buffer.from(text),
      qos: 1,
      retain: false,
      properties: { willDelayInterval, contentType: "text/plain" },
    },
  });
  const polite = await connect("polite", will("polite", 0));
  await polite.client.endAsync();
  const gone = await connect("gone", will("gone", 600));
  gone.client.stream.destroy();
  const back = await connect("back", will("back", 600));
  back.client.stream.destroy();
  await connect("at-once", will("at-once", 0));
  await connect("later", will("later", 600));
  const keeper = await connect("keeper", { clean: false, properties: { sessionExpiryInterval: 3_600 } });
  await keeper.client.subscribeAsync("wills/#", { qos: 1 });
  await squall.stop("SIGKILL");

  squall = await launchSquall(flags);
  const watcher = await connect("keeper", { clean: false, properties: { sessionExpiryInterval: 3_600 } });
  await connect("back", { clean: false, properties: { sessionExpiryInterval: 3_600 } });
  await advance(30_000);
  await received(watcher, "at-once");
  assert.deepEqual(
    watcher.got.map(({ text }) => text),
    ["at-once"],
  );
  await advance(900_000);
  await received(watcher, "gone");
  await received(watcher, "later");
  const writer = await connect("writer");
  await writer.client.publishAsync("wills/last", "last", { qos: 1 });
  await received(watcher, "last");
  assert.deepEqual(watcher.got.map(({ text }) => text).sort(), ["at-once", "gone", "last", "later"]);
});
