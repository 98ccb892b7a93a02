import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { connect, type TLSSocket } from "node:tls";

/**
 * Devices in a process of their own, so that what they cost is not the server's, nor the measurement's. It is told what to do by its parent's messages, and answers each with one.
 * It speaks just enough of MQTT 3.1.1: a library's clients would take more of the machine than the server.
 */
export type CrowdTask =
  | { readonly task: "connect"; readonly devices: DevicesToConnect }
  | { readonly task: "publish"; readonly topic: string; readonly messages: number; readonly payload: string }
  | { readonly task: "publish-time"; readonly topic: string; readonly messages: number; readonly everyMs: number }
  | { readonly task: "subscribe-and-publish"; readonly topic: string; readonly messages: number };

export interface DevicesToConnect {
  readonly port: number;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly clientIds: string;
  readonly count: number;
}

export interface CrowdAnswer {
  readonly error?: string;
  readonly seconds?: number;
  readonly latenciesMs?: readonly number[];
}

/** AWS lets in 500 a second; a handshake takes a millisecond or two of a processor on each side. */
const connectsAtOnce = 20;
/** Of one device, without an acknowledgement. */
const window = 20;

const devices: Device[] = [];

/** One that is connected. */
class Device {
  readonly #socket: TLSSocket;
  #rest: Buffer = Buffer.alloc(0);
  #lastId = 0;
  #onPublish: ((payload: string) => void) | undefined;
  readonly #waiting = new Map<number, () => void>();
  #onAnswer: (() => void) | undefined;

  constructor(socket: TLSSocket) {
    this.#socket = socket;
    socket.on("data", (bytes) => this.#read(bytes));
  }

  static async connect({ port, ca, cert, key }: DevicesToConnect, clientId: string): Promise<Device> {
    const socket = connect({ port, host: "localhost", ca, cert, key, ALPNProtocols: ["x-amzn-mqtt-ca"] });
    await once(socket, "secureConnect");
    socket.setNoDelay(true);
    const device = new Device(socket);
    socket.on("error", (error) => fail(error));
    socket.on("close", () => fail(new Error(`${clientId} was disconnected`)));
    const flags = 0x02;
    const keepAlive = Buffer.from([1200 >> 8, 1200 & 255]);
    const head = Buffer.concat([text("MQTT"), Buffer.from([4, flags]), keepAlive, text(clientId)]);
    await device.#ask(packet(0x10, head));
    return device;
  }

  /** Fulfilled when it is acknowledged. */
  publish(topic: string, payload: string): Promise<void> {
    this.#lastId = (this.#lastId % 65_535) + 1;
    const id = this.#lastId;
    this.#socket.write(
      packet(0x32, Buffer.concat([text(topic), Buffer.from([id >> 8, id & 255]), Buffer.from(payload)])),
    );
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  async subscribe(filter: string, onPublish: (payload: string) => void): Promise<void> {
    this.#onPublish = onPublish;
    await this.#ask(packet(0x82, Buffer.concat([Buffer.from([0, 1]), text(filter), Buffer.from([1])])));
  }

  #ask(bytes: Buffer): Promise<void> {
    this.#socket.write(bytes);
    return new Promise((resolve) => {
      this.#onAnswer = resolve;
    });
  }

  #read(bytes: Buffer): void {
    let rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    for (;;) {
      let length = 0;
      let at = 1;
      for (let shift = 0; at < rest.length; shift += 7, at += 1) {
        length |= ((rest[at] ?? 0) & 127) << shift;
        if (((rest[at] ?? 0) & 128) === 0) break;
      }
      if (rest.length < 2 || rest.length < at + 1 + length) break;
      this.#take(rest[0] ?? 0, rest.subarray(at + 1, at + 1 + length));
      rest = rest.subarray(at + 1 + length);
    }
    this.#rest = rest;
  }

  #take(head: number, body: Buffer): void {
    const kind = head >> 4;
    if (kind === 4) {
      const id = body.readUInt16BE(0);
      this.#waiting.get(id)?.();
      this.#waiting.delete(id);
    } else if (kind === 3) {
      const topicEnd = 2 + body.readUInt16BE(0);
      const hasId = (head & 0x06) !== 0;
      if (hasId) this.#socket.write(Buffer.from([0x40, 2, body[topicEnd] ?? 0, body[topicEnd + 1] ?? 0]));
      this.#onPublish?.(body.toString("utf8", topicEnd + (hasId ? 2 : 0)));
    } else {
      if (kind === 2 && body[1] !== 0) fail(new Error(`a device was refused: ${body[1]}`));
      this.#onAnswer?.();
    }
  }
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}

function packet(head: number, body: Buffer): Buffer {
  const length: number[] = [];
  let left = body.length;
  do {
    length.push((left & 127) | (left > 127 ? 128 : 0));
    left >>= 7;
  } while (left > 0);
  return Buffer.concat([Buffer.from([head, ...length]), body]);
}

async function connectAll(all: DevicesToConnect): Promise<CrowdAnswer> {
  let next = 0;
  const join = async () => {
    while (next < all.count) devices.push(await Device.connect(all, `${all.clientIds}${next++}`));
  };
  await Promise.all(Array.from({ length: connectsAtOnce }, join));
  return {};
}

/** As fast as they are acknowledged, by all devices. */
async function publish(topic: string, messages: number, payload: string): Promise<CrowdAnswer> {
  let left = messages;
  const startedMs = performance.now();
  const send = async (device: Device) => {
    while (left-- > 0) await device.publish(topic, payload);
  };
  await Promise.all(devices.flatMap((device) => Array.from({ length: window }, () => send(device))));
  return { seconds: (performance.now() - startedMs) / 1000 };
}

/** One after the other, each with the time at which it was sent. */
async function publishTimes(topic: string, messages: number, everyMs: number): Promise<CrowdAnswer> {
  const [device] = devices as [Device];
  const latenciesMs: number[] = [];
  for (let message = 0; message < messages; message++) {
    const sentMs = performance.now();
    await device.publish(topic, JSON.stringify({ at: performance.timeOrigin + sentMs }));
    latenciesMs.push(performance.now() - sentMs);
    await delay(everyMs);
  }
  return { latenciesMs };
}

/** From one device to another, one message after the other. */
async function publishToSubscriber(topic: string, messages: number): Promise<CrowdAnswer> {
  const [from, to] = devices as [Device, Device];
  const latenciesMs: number[] = [];
  let got = () => {};
  await to.subscribe(topic, () => got());
  for (let message = 0; message < messages; message++) {
    const sentMs = performance.now();
    const arrived = new Promise<void>((resolve) => {
      got = resolve;
    });
    const acknowledged = from.publish(topic, '{"temperature":21.5}');
    await arrived;
    latenciesMs.push(performance.now() - sentMs);
    await acknowledged;
  }
  return { latenciesMs };
}

function run(task: CrowdTask): Promise<CrowdAnswer> {
  switch (task.task) {
    case "connect":
      return connectAll(task.devices);
    case "publish":
      return publish(task.topic, task.messages, task.payload);
    case "publish-time":
      return publishTimes(task.topic, task.messages, task.everyMs);
    case "subscribe-and-publish":
      return publishToSubscriber(task.topic, task.messages);
  }
}

function fail(error: Error): void {
  process.send?.({ error: error.message } satisfies CrowdAnswer);
}

process.on("message", (task: CrowdTask) => {
  run(task).then((answer) => process.send?.(answer), fail);
});
process.on("disconnect", () => process.exit());
