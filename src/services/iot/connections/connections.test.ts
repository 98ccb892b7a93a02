import assert from "node:assert/strict";
import { connect as connectTcp } from "node:net";
import { after, before, describe, test } from "node:test";
import { connect as connectTls } from "node:tls";
import { CloudWatchClient, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { CostExplorerClient, GetCostAndUsageCommand } from "@aws-sdk/client-cost-explorer";
import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateKeysAndCertificateCommand,
  CreatePolicyCommand,
  CreateThingCommand,
  IoTClient,
  UpdateCertificateCommand,
} from "@aws-sdk/client-iot";
import {
  DeleteConnectionCommand,
  GetRetainedMessageCommand,
  IoTDataPlaneClient,
  ListRetainedMessagesCommand,
  PublishCommand,
} from "@aws-sdk/client-iot-data-plane";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { allows, DeviceRig } from "../../../../test/support/devices.ts";
import { eventually } from "../../../../test/support/eventually.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

interface Device {
  readonly client: MqttClient;
  readonly got: { readonly topic: string; readonly text: string; readonly retain: boolean; readonly qos: number }[];
}

describe("devices' connections", () => {
  let squall: TestSquall;
  let iot: IoTClient;
  let data: IoTDataPlaneClient;
  let ca: string;
  let cert: string;
  let key: string;
  let certificateId: string;
  const open: MqttClient[] = [];
  before(async () => {
    squall = await startSquall({ mqttPort: 0 });
    iot = squall.client(IoTClient);
    data = squall.client(IoTDataPlaneClient);
    ca = await (await fetch(`${squall.endpoint}/_squall/ca`)).text();
    const made = await iot.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
    cert = made.certificatePem ?? "";
    key = made.keyPair?.PrivateKey ?? "";
    certificateId = made.certificateId ?? "";
    const arn = "arn:aws:iot:us-east-1:000000000000:";
    const statement = (Action: string | string[], Resource: string) => ({ Effect: "Allow", Action, Resource });
    const policyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy's variable.
        statement("iot:Connect", `${arn}client/${"${iot:Connection.Thing.ThingName}"}`),
        statement(["iot:Publish", "iot:Receive", "iot:RetainPublish"], `${arn}topic/home/*`),
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy's variable.
        statement(["iot:Publish", "iot:Receive"], `${arn}topic/own/${"${iot:ClientId}"}`),
        statement("iot:Subscribe", `${arn}topicfilter/home/*`),
        { Effect: "Deny", Action: "iot:Receive", Resource: `${arn}topic/home/secret` },
      ],
    });
    await iot.send(new CreatePolicyCommand({ policyName: "home", policyDocument }));
    await iot.send(new AttachPolicyCommand({ policyName: "home", target: made.certificateArn }));
    for (const thingName of ["one", "two", "three", "four"]) {
      await iot.send(new CreateThingCommand({ thingName }));
      await iot.send(new AttachThingPrincipalCommand({ thingName, principal: made.certificateArn }));
    }
  });
  after(async () => {
    for (const client of open) client.end(true);
    for (const client of [iot, data]) client.destroy();
    await squall.close();
  });

  const follow = async (client: MqttClient): Promise<Device> => {
    open.push(client);
    const got: Device["got"] = [];
    client.on("message", (topic, payload, { retain, qos }) => got.push({ topic, text: String(payload), retain, qos }));
    await new Promise<void>((resolve, reject) => {
      client.once("connect", () => resolve());
      client.once("error", reject);
      client.once("close", () => reject(new Error("closed")));
    });
    return { client, got };
  };
  const device = (clientId: string, options: IClientOptions = {}) =>
    follow(
      mqtt.connect({
        protocol: "mqtts",
        host: "localhost",
        port: squall.server.mqttPort as number,
        clientId,
        ca,
        cert,
        key,
        reconnectPeriod: 0,
        ...options,
      }),
    );
  const program = (clientId: string, options: IClientOptions = {}) =>
    follow(mqtt.connect(`${squall.endpoint.replace("http", "ws")}/mqtt`, { clientId, reconnectPeriod: 0, ...options }));
  const received = (device: Device, text: string) =>
    eventually(async () => device.got.find((each) => each.text === text), `the message ${text}`);
  const closed = (client: MqttClient) =>
    new Promise<void>((resolve) => (client.connected ? client.once("close", () => resolve()) : resolve()));

  test("a device's message reaches who is subscribed, by its own port, the common port and WebSocket", async () => {
    const one = await device("one");
    await one.client.subscribeAsync("home/#", { qos: 1 });
    const two = await device("two", {
      port: Number(new URL(squall.endpoint).port),
      ALPNProtocols: ["x-amzn-mqtt-ca"],
      protocolVersion: 5,
    });
    await two.client.publishAsync("home/kitchen", "by ALPN", { qos: 1 });
    assert.equal((await received(one, "by ALPN")).topic, "home/kitchen");
    const three = await device("three", { port: Number(new URL(squall.endpoint).port) });
    await three.client.publishAsync("home/kitchen", "without a name", { qos: 0 });
    assert.equal((await received(one, "without a name")).qos, 0);
    const four = await program("four");
    await four.client.publishAsync("home/kitchen", "by WebSocket", { qos: 1 });
    await received(one, "by WebSocket");
    await data.send(new PublishCommand({ topic: "home/kitchen", payload: Buffer.from("by HTTPS"), qos: 1 }));
    await received(one, "by HTTPS");
    for (const each of [one, two, three, four]) await each.client.endAsync();
  });

  test("policies are held to at CONNECT, PUBLISH, SUBSCRIBE and at what is brought", async () => {
    await assert.rejects(device("stranger"), /Not authorized/i);
    const one = await device("one", { protocolVersion: 5 });
    await assert.rejects(one.client.subscribeAsync("garden/#"), /Not authorized|Unspecified/i);
    await assert.rejects(one.client.publishAsync("garden/x", "no", { qos: 1 }), /Not authorized/i);
    assert.ok(one.client.connected);
    await one.client.publishAsync("own/one", "yes", { qos: 1 });
    await one.client.subscribeAsync("home/+", { qos: 1 });
    const writer = await program("writer");
    await writer.client.publishAsync("home/secret", "hidden", { qos: 1 });
    await writer.client.publishAsync("home/open", "shown", { qos: 1 });
    await received(one, "shown");
    assert.deepEqual(
      one.got.map(({ text }) => text),
      ["shown"],
    );
    const old = await device("two");
    const gone = closed(old.client);
    old.client.publish("garden/x", "no", { qos: 1 });
    await gone;
    for (const each of [one, writer]) await each.client.endAsync();
  });

  test("a certificate that is not active any more connects nobody, and says nothing more", async () => {
    const one = await device("one");
    await iot.send(new UpdateCertificateCommand({ certificateId, newStatus: "INACTIVE" }));
    const gone = closed(one.client);
    one.client.publish("home/x", "late", { qos: 1 });
    await gone;
    await assert.rejects(device("two"), /Not authorized/i);
    await iot.send(new UpdateCertificateCommand({ certificateId, newStatus: "ACTIVE" }));
    await (await device("two")).client.endAsync();
  });

  test("a client id that connects elsewhere takes over", async () => {
    const first = await device("one");
    const gone = closed(first.client);
    const second = await device("one");
    await gone;
    assert.ok(second.client.connected);
    await second.client.endAsync();
  });

  test("what is retained is brought to who subscribes, and told by the API", async () => {
    const one = await device("one");
    await one.client.publishAsync("home/state", "on", { qos: 1, retain: true });
    const two = await device("two");
    await two.client.subscribeAsync("home/+", { qos: 1 });
    assert.deepEqual(await received(two, "on"), { topic: "home/state", text: "on", retain: true, qos: 1 });
    const kept = await data.send(new GetRetainedMessageCommand({ topic: "home/state" }));
    assert.equal(Buffer.from(kept.payload ?? []).toString(), "on");
    const { retainedTopics } = await data.send(new ListRetainedMessagesCommand({}));
    assert.deepEqual(
      retainedTopics?.map(({ topic, payloadSize, qos }) => [topic, payloadSize, qos]),
      [["home/state", 2, 1]],
    );
    await one.client.publishAsync("home/state", "", { qos: 1, retain: true });
    await assert.rejects(data.send(new GetRetainedMessageCommand({ topic: "home/state" })), {
      name: "ResourceNotFoundException",
    });
    for (const each of [one, two]) await each.client.endAsync();
  });

  test("a persistent session keeps what has QoS 1 while its client is away, and its subscriptions", async () => {
    const away = await device("one", { clean: false });
    await away.client.subscribeAsync("home/kept", { qos: 1 });
    await away.client.endAsync();
    const writer = await program("writer");
    await writer.client.publishAsync("home/kept", "lost", { qos: 0 });
    for (const text of ["first", "second"]) await writer.client.publishAsync("home/kept", text, { qos: 1 });
    const back = await device("one", { clean: false });
    await received(back, "second");
    assert.deepEqual(
      back.got.map(({ text }) => text),
      ["first", "second"],
    );
    await writer.client.publishAsync("home/kept", "third", { qos: 1 });
    await received(back, "third");
    await back.client.endAsync();
    const clean = await device("one");
    const again = await device("two");
    await again.client.publishAsync("home/kept", "for nobody", { qos: 1 });
    assert.deepEqual(clean.got, []);
    for (const each of [clean, again, writer]) await each.client.endAsync();
  });

  test("a will is published for who is lost, and not for who says goodbye", async () => {
    const watcher = await program("watcher");
    await watcher.client.subscribeAsync("home/will", { qos: 1 });
    const will = { topic: "home/will", qos: 1, retain: false } as const;
    const polite = await device("one", { will: { ...will, payload: Buffer.from("polite") } });
    await polite.client.endAsync();
    const lost = await device("two", { will: { ...will, payload: Buffer.from("lost") } });
    lost.client.stream.destroy();
    await received(watcher, "lost");
    assert.deepEqual(
      watcher.got.map(({ text }) => text),
      ["lost"],
    );
    await watcher.client.endAsync();
  });

  test("a shared subscription brings each message to one of its clients", async () => {
    const readers = [await program("reader-1"), await program("reader-2")];
    for (const { client } of readers) await client.subscribeAsync("$share/all/work/+", { qos: 1 });
    const writer = await program("writer");
    for (let n = 0; n < 10; n++) await writer.client.publishAsync("work/x", String(n), { qos: 1 });
    await eventually(async () => (readers.flatMap(({ got }) => got).length >= 10 ? true : undefined), "all messages");
    assert.deepEqual(readers.map(({ got }) => got.length).sort(), [5, 5]);
    for (const each of [...readers, writer]) await each.client.endAsync();
  });

  test("MQTT 5's properties go through, and a client's topic aliases are known", async () => {
    const reader = await program("reader", { protocolVersion: 5 });
    await reader.client.subscribeAsync("five/#", { qos: 1 });
    const packets: unknown[] = [];
    reader.client.on("message", (_topic, _payload, { properties }) => packets.push(properties));
    const writer = await program("writer", { protocolVersion: 5 });
    const properties = {
      contentType: "text/plain",
      responseTopic: "five/answer",
      correlationData: Buffer.from("7"),
      userProperties: { a: ["1", "2"] },
      topicAlias: 3,
    };
    await writer.client.publishAsync("five/x", "named", { qos: 1, properties });
    await writer.client.publishAsync("", "by its alias", { qos: 1, properties: { topicAlias: 3 } });
    assert.equal((await received(reader, "by its alias")).topic, "five/x");
    const { topicAlias: _, ...expected } = properties;
    const [first] = packets as [{ userProperties: object }];
    assert.deepEqual({ ...first, userProperties: { ...first.userProperties } }, expected);
    for (const each of [reader, writer]) await each.client.endAsync();
  });

  test("life-cycle events tell who comes, subscribes and goes", async () => {
    const watcher = await program("watcher");
    await watcher.client.subscribeAsync("$aws/events/#", { qos: 1 });
    const one = await device("one");
    await one.client.subscribeAsync("home/a");
    await one.client.endAsync();
    const told = await eventually(async () => {
      const events = watcher.got.map(({ text }) => JSON.parse(text)).filter(({ clientId }) => clientId === "one");
      return events.length >= 3 ? events : undefined;
    }, "three events");
    assert.deepEqual(
      told.map(({ eventType }) => eventType),
      ["connected", "subscribed", "disconnected"],
    );
    assert.equal(told[0].principalIdentifier, certificateId);
    assert.equal(told[2].disconnectReason, "CLIENT_INITIATED_DISCONNECT");
    await watcher.client.endAsync();
  });

  test("what is no MQTT, and what is beyond AWS's limits, ends its own connection and no other", async () => {
    const steady = await program("steady");
    const port = squall.server.mqttPort as number;
    const wrong: readonly Buffer[] = [
      Buffer.from("GET / HTTP/1.1\r\n\r\n"),
      // A CONNECT that says it has 256 MB.
      Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f, 0]),
      // PUBLISH before CONNECT.
      Buffer.from([0x30, 3, 0, 1, 0x61]),
      Buffer.from([0x10, 2, 0xff, 0xff]),
    ];
    for (const bytes of wrong) {
      await new Promise<void>((resolve) => {
        const socket = connectTls({ port, host: "localhost", ca, cert, key }, () => socket.write(bytes));
        socket.on("error", () => {}).once("close", () => resolve());
        socket.resume();
      });
    }
    const plain = connectTcp({ port, host: "localhost" });
    plain.on("error", () => {});
    plain.write(wrong[0] as Buffer);
    await new Promise((resolve) => plain.resume().once("close", resolve));
    for (const [topic, payload] of [
      ["a/".repeat(8), "deep"],
      ["a", "x".repeat(128 * 1024 + 1)],
      ["$aws/events/presence/connected/me", "a lie"],
      ["$aws/things/one/shadow/update/accepted", "a lie"],
      ["$aws/things/one/shadow/name/a/update/delta", "a lie"],
      ["$aws/things/one/jobs/notify-next", "a lie"],
    ] as const) {
      const limited = await program("limited");
      const gone = closed(limited.client);
      limited.client.publish(topic, payload, { qos: 1 });
      await gone;
    }
    for (const topic of ["$aws/events/presence/connected/me", "$aws/things/one/shadow/update/accepted", "$other"])
      await assert.rejects(data.send(new PublishCommand({ topic, payload: Buffer.from("a lie") })), {
        name: "InvalidRequestException",
      });
    const limited = await program("limited");
    const gone = closed(limited.client);
    limited.client.subscribe(Array.from({ length: 9 }, (_, n) => `t/${n}`));
    await gone;
    await steady.client.publishAsync("still/here", "yes", { qos: 1 });
    await steady.client.endAsync();
  });

  test("who may publish and not retain, retains nothing", async () => {
    const rig = await DeviceRig.open(squall, iot);
    const may = [allows("iot:Connect", "*"), allows(["iot:Publish", "iot:Receive"], "*"), allows("iot:Subscribe", "*")];
    const keys = await rig.certificate("publishes", may);
    const writer = await rig.device("writer-5", { ...keys, protocolVersion: 5 });
    await writer.client.publishAsync("home/once", "told", { qos: 1 });
    await assert.rejects(writer.client.publishAsync("home/once", "kept", { qos: 1, retain: true }), /Not authorized/i);
    await assert.rejects(data.send(new GetRetainedMessageCommand({ topic: "home/once" })), {
      name: "ResourceNotFoundException",
    });
    rig.close();
  });

  test("an administrator ends a client's connection, with its will or without", async () => {
    const will = { topic: "home/gone", payload: Buffer.from("one is gone"), qos: 1 as const, retain: false };
    const ear = await program("ear");
    await ear.client.subscribeAsync("home/gone", { qos: 1 });
    const one = await device("one", { will, protocolVersion: 5 });
    const gone = closed(one.client);
    await data.send(new DeleteConnectionCommand({ clientId: "one", preventWillMessage: true }));
    await gone;
    const two = await device("two", { will: { ...will, payload: Buffer.from("two is gone") } });
    const goneToo = closed(two.client);
    await data.send(new DeleteConnectionCommand({ clientId: "two" }));
    await goneToo;
    await received(ear, "two is gone");
    assert.ok(!ear.got.some(({ text }) => text === "one is gone"));
    await assert.rejects(data.send(new DeleteConnectionCommand({ clientId: "one" })), {
      name: "ResourceNotFoundException",
    });
    await ear.client.endAsync();
  });

  test("what the broker does is counted in CloudWatch, and on the bill", async () => {
    const cloudwatch = squall.client(CloudWatchClient);
    const one = await device("one");
    await one.client.publishAsync("home/counted", "1", { qos: 1 });
    await one.client.endAsync();
    // Counted by the minute.
    await fetch(`${squall.endpoint}/_squall/clock`, {
      method: "POST",
      body: JSON.stringify({ advanceMilliseconds: 120_000 }),
    });
    const names = ["Connect.Success", "PublishIn.Success", "PublishOut.Success", "Subscribe.Success"];
    await eventually(async () => {
      const { Metrics = [] } = await cloudwatch.send(new ListMetricsCommand({ Namespace: "AWS/IoT" }));
      return names.every((name) => Metrics.some(({ MetricName }) => MetricName === name)) || undefined;
    }, "the metrics");
    cloudwatch.destroy();
    const bill = squall.client(CostExplorerClient);
    const used = ["ConnectionMinutes", "Messages"];
    // The server's time is two minutes on.
    const monthOf = (more: number) => {
      const at = new Date(Date.now() + more * 180_000);
      return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + more, 1)).toISOString().slice(0, 10);
    };
    await eventually(async () => {
      const { ResultsByTime = [] } = await bill.send(
        new GetCostAndUsageCommand({
          TimePeriod: { Start: monthOf(0), End: monthOf(1) },
          Granularity: "MONTHLY",
          Metrics: ["UsageQuantity"],
          GroupBy: [{ Type: "DIMENSION", Key: "USAGE_TYPE" }],
        }),
      );
      const types = ResultsByTime.flatMap(({ Groups = [] }) => Groups.map(({ Keys }) => Keys?.[0] ?? ""));
      return used.every((type) => types.some((each) => each.endsWith(type))) || undefined;
    }, "the bill");
    bill.destroy();
  });
});
