import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { GetConnectionCommand, IoTDataPlaneClient, PublishCommand } from "@aws-sdk/client-iot-data-plane";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { type Device, followDevice, received } from "../../../../test/support/devices.ts";
import { signV4, unsigned } from "../../../../test/support/hand-signed.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

const secondsMs = 1_000;

describe("devices' connections, by the clock and at their limits", () => {
  let squall: TestSquall;
  const open: MqttClient[] = [];
  before(async () => {
    squall = await startSquall();
  });
  after(async () => {
    for (const client of open) client.end(true);
    await squall.close();
  });
  const connect = (clientId: string, options: IClientOptions = {}): Promise<Device> => {
    const url = `${squall.endpoint.replace("http", "ws")}/mqtt`;
    const client = mqtt.connect(url, { clientId, reconnectPeriod: 0, protocolVersion: 5, ...options });
    open.push(client.on("error", () => {}));
    return followDevice(client);
  };
  const advance = async (ms: number) => {
    const body = JSON.stringify({ advanceMilliseconds: ms });
    assert.equal((await fetch(`${squall.endpoint}/_squall/clock`, { method: "POST", body })).status, 200);
  };
  /** Whether the client's session goes on, and what it was brought that was kept. */
  const comesBack = async (clientId: string, sessionExpiryInterval: number) => {
    const url = `${squall.endpoint.replace("http", "ws")}/mqtt`;
    const client = mqtt.connect(url, {
      clientId,
      reconnectPeriod: 0,
      protocolVersion: 5,
      clean: false,
      properties: { sessionExpiryInterval },
    });
    open.push(client);
    const isPresent = new Promise<boolean>((resolve) =>
      client.once("connect", (packet) => resolve(packet.sessionPresent)),
    );
    const device = await followDevice(client);
    return { isPresent: await isPresent, ...device };
  };

  test("a will whose topic is longer or deeper than one may be connects nobody", async () => {
    const will = { qos: 0 as const, retain: false };
    const refused: readonly [string, Buffer, RegExp][] = [
      ["a".repeat(257), Buffer.from("x"), /Topic Name invalid/i],
      ["a/".repeat(8), Buffer.from("x"), /Topic Name invalid/i],
    ];
    for (const [topic, payload, message] of refused)
      await assert.rejects(connect("late", { will: { ...will, topic, payload } }), message);
    // MQTT itself has two bytes for a will's length.
    const longest = await connect("late", {
      will: { ...will, topic: "a".repeat(256), payload: Buffer.alloc(65_535) },
    });
    await longest.client.endAsync();
  });

  test("a session is kept as long as its client has said, and no longer", async () => {
    const data = squall.client(IoTDataPlaneClient);
    const told = () => data.send(new GetConnectionCommand({ clientId: "kept" }));
    await assert.rejects(told(), { name: "ResourceNotFoundException" });
    const first = await comesBack("kept", 100);
    assert.equal(first.isPresent, false);
    const { connected, sessionExpiry, cleanSession, keepAliveDuration } = await told();
    assert.deepEqual([connected, sessionExpiry, cleanSession, keepAliveDuration], [true, 100, false, 60]);
    await first.client.subscribeAsync("kept", { qos: 1 });
    await first.client.endAsync();
    assert.ok(Number((await told()).disconnectedSince) > 0);
    await advance(90 * secondsMs);
    const second = await comesBack("kept", 100);
    assert.equal(second.isPresent, true);
    // Time while it is connected does not count.
    await advance(1_000 * secondsMs);
    await second.client.endAsync();
    await advance(90 * secondsMs);
    const third = await comesBack("kept", 100);
    assert.equal(third.isPresent, true);
    await third.client.endAsync();
    await advance(101 * secondsMs);
    const fourth = await comesBack("kept", 100);
    assert.equal(fourth.isPresent, false);
    await fourth.client.endAsync();
  });

  test("a message that nobody wants any more is brought to nobody who was away, nor to who subscribes later", async () => {
    const reader = await comesBack("reads", 3_600);
    await reader.client.subscribeAsync("news/+", { qos: 1 });
    await reader.client.endAsync();
    const writer = await connect("writes");
    const properties = { messageExpiryInterval: 60 };
    await writer.client.publishAsync("news/old", "old", { qos: 1, retain: true, properties });
    await writer.client.publishAsync("news/new", "new", {
      qos: 1,
      retain: true,
      properties: { messageExpiryInterval: 600 },
    });
    await advance(61 * secondsMs);
    const back = await comesBack("reads", 3_600);
    await received(back, "new");
    const late = await connect("late");
    await late.client.subscribeAsync("news/+", { qos: 1 });
    await received(late, "new");
    for (const { got } of [back, late])
      assert.deepEqual(
        got.map(({ text }) => text),
        ["new"],
      );
    for (const each of [writer, back, late]) await each.client.endAsync();
  });

  test("whoever moves the clock ends no connection", async () => {
    const steady = await connect("steady", { keepalive: 30 });
    await steady.client.subscribeAsync("here", { qos: 1 });
    await advance(24 * 3_600 * secondsMs);
    await steady.client.publishAsync("here", "still", { qos: 1 });
    await received(steady, "still");
    await steady.client.endAsync();
  });

  test("no page of another origin publishes, by HTTPS or by WebSocket", async () => {
    const watcher = await connect("watcher");
    await watcher.client.subscribeAsync("door", { qos: 1 });
    const publish = (text: string, headers: Record<string, string>) =>
      fetch(`${squall.endpoint}/topics/door?qos=1`, { method: "POST", body: text, headers });
    const authorization =
      "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iotdata/aws4_request, SignedHeaders=host, Signature=00";
    const foreign = { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" };
    assert.equal((await publish("forged", { ...foreign, authorization })).status, 403);
    assert.equal((await publish("simple", { ...foreign, "content-type": "text/plain" })).status, 403);
    const wsOptions = { headers: { origin: foreign.origin } };
    await assert.rejects(connect("page", { wsOptions }));
    assert.equal((await publish("honest", { authorization })).status, 200);
    await received(watcher, "honest");
    assert.deepEqual(
      watcher.got.map(({ text }) => text),
      ["honest"],
    );
    await watcher.client.endAsync();
  });
});

test("with --auth enforce who connects by WebSocket has signed, and may what IAM lets its user", async () => {
  await using squall = await startSquall({ auth: "enforce" });
  const root = JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
  const iam = squall.client(IAMClient, { credentials: root });
  await iam.send(new CreateUserCommand({ UserName: "page" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "page" }));
  const user = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  const { host } = new URL(squall.endpoint);
  const arn = "arn:aws:iot:us-east-1:000000000000:";
  const allow = (Action: string[], Resource: string[]) => ({ Effect: "Allow", Action, Resource });
  const Statement = [
    allow(["iot:Connect"], [`${arn}client/page`]),
    allow(["iot:Publish", "iot:Receive"], [`${arn}topic/rooms/*`]),
    allow(["iot:Subscribe"], [`${arn}topicfilter/rooms/*`]),
  ];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new PutUserPolicyCommand({ UserName: "page", PolicyName: "may", PolicyDocument }));
  const options = { service: "iotdevicegateway", expires: 300 };
  const toUrl = ({ query }: { readonly query: readonly [string, string][] }) =>
    `ws://${host}/mqtt?${query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}`;
  const request = unsigned(host, { path: "/mqtt" });
  const signed = toUrl(signV4(request, user, options));
  const connect = (url: string, clientId: string, headers?: Record<string, string>) =>
    followDevice(
      mqtt
        .connect(url, { clientId, reconnectPeriod: 0, protocolVersion: 5, wsOptions: { headers } })
        .on("error", () => {}),
    );
  const anHourAgo = new Date(Date.now() - 3_600_000);
  const refused = {
    "no signature": `ws://${host}/mqtt`,
    "a changed one": signed.replace(/X-Amz-Signature=./, (text) => `${text.slice(0, -1)}${text.endsWith("0") ? 1 : 0}`),
    "one that is over": toUrl(signV4(request, user, { ...options, date: anHourAgo })),
    "another's secret": toUrl(signV4(request, { ...user, secretAccessKey: "x" }, options)),
    "another service's": toUrl(signV4(request, user, { ...options, service: "s3" })),
  };
  for (const [what, url] of Object.entries(refused)) await assert.rejects(connect(url, "page"), Error, what);
  await assert.rejects(connect(signed, "somebody-else"), /Not authorized/i);
  const page = await connect(signed, "page");
  await page.client.subscribeAsync("rooms/+", { qos: 1 });
  await page.client.publishAsync("rooms/1", "warm", { qos: 1 });
  await received(page, "warm");
  await assert.rejects(page.client.publishAsync("doors/1", "open", { qos: 1 }), /Not authorized/i);
  await assert.rejects(page.client.subscribeAsync("doors/+", { qos: 1 }));
  await page.client.endAsync(true);
  // Signed in the header, as programs do.
  const { headers } = signV4(request, user, { service: "iotdevicegateway" });
  const { host: _, ...others } = headers;
  const program = await connect(`ws://${host}/mqtt`, "page", others);
  await program.client.endAsync(true);
  const publish = (credentials: typeof user, topic: string) =>
    squall.client(IoTDataPlaneClient, { credentials }).send(new PublishCommand({ topic, payload: Buffer.from("1") }));
  await publish(user, "rooms/1");
  await assert.rejects(publish(user, "doors/1"), { name: "ForbiddenException" });
  assert.equal((await fetch(`${squall.endpoint}/topics/rooms/1`, { method: "POST", body: "1" })).ok, false);
});
