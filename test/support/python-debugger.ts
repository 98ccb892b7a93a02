import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";

/** The Debug Adapter Protocol, as an editor speaks it. */
export class PythonDebugger {
  readonly #socket: Socket;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #events = new Map<string, (body: Message) => void>();
  #text = Buffer.alloc(0);
  #last = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk) => {
      this.#text = Buffer.concat([this.#text, chunk]);
      for (let message = this.#next(); message; message = this.#next()) {
        if (message.type === "response") this.#answers.get(message.request_seq)?.(message);
        else if (message.type === "event") this.#events.get(message.event)?.(message.body);
      }
    });
  }

  static async attach(port: number): Promise<PythonDebugger> {
    const socket = connect(port, "127.0.0.1");
    await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    const attached = new PythonDebugger(socket);
    const { supportsConfigurationDoneRequest } = await attached.request("initialize", { adapterID: "test" });
    assert.equal(supportsConfigurationDoneRequest, true);
    const initialized = attached.event("initialized");
    // Answered only after the configuration.
    void attached.request("attach", { justMyCode: false });
    await initialized;
    return attached;
  }

  async request(command: string, parameters: object = {}): Promise<Message> {
    this.#last += 1;
    const { promise, resolve } = Promise.withResolvers<Message>();
    this.#answers.set(this.#last, resolve);
    const text = JSON.stringify({ seq: this.#last, type: "request", command, arguments: parameters });
    this.#socket.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    const { success, body, message } = await promise;
    assert.ok(success, `${command}: ${message}`);
    return body ?? {};
  }

  event(name: string): Promise<Message> {
    return new Promise((resolve) => this.#events.set(name, resolve));
  }

  #next(): Message | undefined {
    const end = this.#text.indexOf("\r\n\r\n");
    if (end < 0) return undefined;
    const length = Number(/Content-Length: (\d+)/.exec(this.#text.toString("utf8", 0, end))?.[1]);
    if (this.#text.length < end + 4 + length) return undefined;
    const text = this.#text.toString("utf8", end + 4, end + 4 + length);
    this.#text = this.#text.subarray(end + 4 + length);
    return JSON.parse(text) as Message;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the protocol is larger than what is looked at here.
type Message = any;
