import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateJobCommand,
  CreateThingCommand,
  DescribeJobCommand,
  DescribeThingCommand,
  IoTClient,
  RegisterThingCommand,
} from "@aws-sdk/client-iot";
import {
  GetRetainedMessageCommand,
  IoTDataPlaneClient,
  PublishCommand,
  UpdateThingShadowCommand,
} from "@aws-sdk/client-iot-data-plane";
import { IoTJobsDataPlaneClient, UpdateJobExecutionCommand } from "@aws-sdk/client-iot-jobs-data-plane";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { eventually } from "../support/eventually.ts";
import { startCluster } from "./cluster.ts";

interface Client {
  readonly mqtt: MqttClient;
  readonly got: string[];
}

test("a device is brought what is published elsewhere, is the only one of its id, and finds its session, shadow, jobs and retained messages at any server", async () => {
  await using cluster = await startCluster({ nodes: 2 });
  const open: MqttClient[] = [];
  const connect = async (node: number, clientId: string, options: IClientOptions = {}): Promise<Client> => {
    const url = `${cluster.nodes[node]?.endpoint.replace("http", "ws")}/mqtt`;
    const client = mqtt.connect(url, { clientId, reconnectPeriod: 0, ...options });
    open.push(client);
    const got: string[] = [];
    client.on("message", (_topic, payload) => got.push(String(payload)));
    await new Promise((resolve, reject) => client.once("connect", resolve).once("error", reject));
    return { mqtt: client, got };
  };
  const received = ({ got }: Client, text: string) =>
    eventually(async () => (got.includes(text) ? true : undefined), `the message ${text}`);
  try {
    const reader = await connect(0, "reader");
    await reader.mqtt.subscribeAsync("fleet/#", { qos: 1 });
    const writer = await connect(1, "writer");
    await writer.mqtt.publishAsync("fleet/a", "from the other", { qos: 1 });
    await received(reader, "from the other");
    const data = cluster.client(IoTDataPlaneClient, 1);
    await data.send(new PublishCommand({ topic: "fleet/b", payload: Buffer.from("by HTTPS"), qos: 1 }));
    await received(reader, "by HTTPS");
    await writer.mqtt.publishAsync("fleet/c", "to be forgotten", { qos: 0 });

    // A client id has one connection in the whole cluster.
    const gone = new Promise<void>((resolve) => reader.mqtt.once("close", () => resolve()));
    const again = await connect(1, "reader");
    await gone;
    assert.ok(again.mqtt.connected);

    // Shared: each message once, wherever it was published and whoever is connected where.
    const sharing = [await connect(0, "share-0"), await connect(1, "share-1")];
    for (const each of sharing) await each.mqtt.subscribeAsync("$share/all/work", { qos: 1 });
    for (let n = 0; n < 20; n++) await (n % 2 ? writer : again).mqtt.publishAsync("work", String(n), { qos: 1 });
    const all = await eventually(async () => {
      const got = sharing.flatMap((each) => each.got);
      return got.length >= 20 ? got : undefined;
    }, "twenty messages");
    assert.equal(new Set(all).size, 20);
    assert.equal(all.length, 20);

    // A persistent session begins at one server and goes on at the other; what is published while it is connected there wakes it.
    const kept = await connect(0, "kept", { clean: false });
    await kept.mqtt.subscribeAsync("kept/#", { qos: 1 });
    await kept.mqtt.endAsync();
    await writer.mqtt.publishAsync("kept/a", "while away", { qos: 1 });
    const back = await connect(1, "kept", { clean: false });
    await received(back, "while away");
    const third = await connect(0, "third");
    await third.mqtt.publishAsync("kept/b", "while there", { qos: 1 });
    await received(back, "while there");
    assert.deepEqual(back.got, ["while away", "while there"]);

    const [one, other] = [cluster.client(IoTClient, 0), cluster.client(IoTClient, 1)];
    await one.send(new CreateThingCommand({ thingName: "pump" }));
    assert.equal((await other.send(new DescribeThingCommand({ thingName: "pump" }))).version, 1);

    // Retained at one, brought and told by the other; changed by either.
    const [dataOne, dataOther] = [cluster.client(IoTDataPlaneClient, 0), cluster.client(IoTDataPlaneClient, 1)];
    await dataOne.send(new PublishCommand({ topic: "signs/door", payload: Buffer.from("open"), qos: 1, retain: true }));
    const late = await connect(1, "late");
    await late.mqtt.subscribeAsync("signs/+", { qos: 1 });
    await received(late, "open");
    await writer.mqtt.publishAsync("signs/door", "closed", { qos: 1, retain: true });
    await received(late, "closed");
    const { payload } = await dataOne.send(new GetRetainedMessageCommand({ topic: "signs/door" }));
    assert.equal(Buffer.from(payload ?? []).toString(), "closed");

    // A shadow that is changed at one tells a device at the other of the difference, in the order of its versions.
    await late.mqtt.subscribeAsync("$aws/things/pump/shadow/update/delta", { qos: 1 });
    const setShadow = (data: IoTDataPlaneClient, state: object) =>
      data.send(new UpdateThingShadowCommand({ thingName: "pump", payload: JSON.stringify({ state }) }));
    await setShadow(dataOther, { reported: { speed: 1 } });
    await setShadow(dataOne, { desired: { speed: 2 } });
    const delta = await eventually(async () => late.got.find((text) => text.includes('"speed":2')), "the difference");
    assert.equal(JSON.parse(delta).version, 2);

    // A job that is made at one is done at the other.
    await late.mqtt.subscribeAsync("$aws/things/pump/jobs/notify-next", { qos: 1 });
    const targets = ["arn:aws:iot:us-east-1:000000000000:thing/pump"];
    await one.send(new CreateJobCommand({ jobId: "update", targets, document: '{"to":"2.0"}' }));
    await eventually(async () => late.got.find((text) => text.includes('"to":"2.0"')), "the job");
    const jobsOther = cluster.client(IoTJobsDataPlaneClient, 1);
    const done = { thingName: "pump", jobId: "update", status: "SUCCEEDED" } as const;
    await jobsOther.send(new UpdateJobExecutionCommand(done));
    assert.equal((await one.send(new DescribeJobCommand({ jobId: "update" }))).job?.status, "COMPLETED");

    // What one has provisioned the other knows.
    const body = {
      Parameters: { Name: { Type: "String" } },
      Resources: { thing: { Type: "AWS::IoT::Thing", Properties: { ThingName: { Ref: "Name" } } } },
    };
    const templateBody = JSON.stringify(body);
    await one.send(new RegisterThingCommand({ templateBody, parameters: { Name: "made" } }));
    assert.equal((await other.send(new DescribeThingCommand({ thingName: "made" }))).thingName, "made");

    // Who dies takes no will along: the other publishes it, at once or after its delay.
    const will = (text: string) => ({
      topic: `wills/${text}`,
      payload: Buffer.from(text),
      qos: 1 as const,
      retain: false,
    });
    await late.mqtt.subscribeAsync("wills/+", { qos: 1 });
    const properties = { sessionExpiryInterval: 600 };
    await connect(0, "at-once", { protocolVersion: 5, clean: false, properties, will: will("at-once") });
    const delayed = { ...will("delayed"), properties: { willDelayInterval: 1 } };
    await connect(0, "delayed", { protocolVersion: 5, clean: false, properties, will: delayed });
    for (const client of open) client.on("error", () => {});
    await cluster.nodes[0]?.kill();
    await received(late, "at-once");
    await received(late, "delayed");
  } finally {
    for (const client of open) client.end(true);
  }
});
