import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateKeysAndCertificateCommand,
  CreatePolicyCommand,
  CreateThingCommand,
  type IoTClient,
} from "@aws-sdk/client-iot";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { eventually } from "./eventually.ts";
import type { TestSquall } from "./squall.ts";

/** A client that is connected, and what it has been brought. */
export interface Device {
  readonly client: MqttClient;
  readonly got: { readonly topic: string; readonly text: string; readonly retain: boolean; readonly qos: number }[];
}

/** Fulfilled when it is connected. */
export async function followDevice(client: MqttClient): Promise<Device> {
  const got: Device["got"] = [];
  client.on("message", (topic, payload, { retain, qos }) => got.push({ topic, text: String(payload), retain, qos }));
  await new Promise<void>((resolve, reject) => {
    client.once("connect", () => resolve());
    client.once("error", reject);
    client.once("close", () => reject(new Error("closed")));
  });
  return { client, got };
}

export const received = (device: Device, text: string) =>
  eventually(async () => device.got.find((each) => each.text === text), `the message ${text}`);

export const disconnected = (client: MqttClient) =>
  new Promise<void>((resolve) => (client.connected ? client.once("close", () => resolve()) : resolve()));

/** A certificate with a policy, as a device has it. */
export interface DeviceKeys {
  readonly cert: string;
  readonly key: string;
  readonly certificateId: string;
  readonly certificateArn: string;
}

export const arnOfDevices = "arn:aws:iot:us-east-1:000000000000:";

/** What devices' clients need of a server: whom to trust, where to connect, certificates. */
export class DeviceRig {
  readonly squall: TestSquall;
  readonly #iot: IoTClient;
  readonly #open: MqttClient[] = [];
  readonly ca: string;

  constructor(squall: TestSquall, iot: IoTClient, ca: string) {
    this.squall = squall;
    this.#iot = iot;
    this.ca = ca;
  }

  static async open(squall: TestSquall, iot: IoTClient): Promise<DeviceRig> {
    return new DeviceRig(squall, iot, await (await fetch(`${squall.endpoint}/_squall/ca`)).text());
  }

  /** A certificate that speaks for the things that are named, which are made, and has a policy of these statements. */
  async certificate(policyName: string, statements: readonly object[], things: readonly string[] = []) {
    const made = await this.#iot.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
    const policyDocument = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    await this.#iot.send(new CreatePolicyCommand({ policyName, policyDocument }));
    await this.#iot.send(new AttachPolicyCommand({ policyName, target: made.certificateArn }));
    for (const thingName of things) {
      await this.#iot.send(new CreateThingCommand({ thingName }));
      await this.#iot.send(new AttachThingPrincipalCommand({ thingName, principal: made.certificateArn }));
    }
    const { certificatePem: cert = "", keyPair, certificateId = "", certificateArn = "" } = made;
    return { cert, key: keyPair?.PrivateKey ?? "", certificateId, certificateArn };
  }

  /** By MQTT over TLS, at the server's port for devices. */
  async device(clientId: string, options: IClientOptions): Promise<Device> {
    return this.#follow(
      mqtt.connect({
        protocol: "mqtts",
        host: "localhost",
        port: this.squall.server.mqttPort ?? this.port,
        clientId,
        ca: this.ca,
        reconnectPeriod: 0,
        ...options,
      }),
    );
  }

  /** By MQTT over WebSocket, without a signature. */
  async program(clientId: string, options: IClientOptions = {}): Promise<Device> {
    const url = `${this.squall.endpoint.replace("http", "ws")}/mqtt`;
    return this.#follow(mqtt.connect(url, { clientId, reconnectPeriod: 0, ...options }));
  }

  /** The port of everything. */
  get port(): number {
    return Number(new URL(this.squall.endpoint).port);
  }

  close(): void {
    for (const client of this.#open) client.end(true);
  }

  #follow(client: MqttClient): Promise<Device> {
    this.#open.push(client);
    return followDevice(client);
  }
}

export const allows = (Action: string | readonly string[], Resource: string | readonly string[]) => ({
  Effect: "Allow",
  Action,
  Resource,
});
