import { eventually } from "./eventually.ts";

/** Chrome's protocol over a WebSocket, as an editor speaks it. */
export class NodeDebugger {
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #events = new Map<string, (parameters: Message) => void>();
  readonly id: string;
  /** Id → URL. */
  readonly scripts = new Map<string, string>();
  #last = 0;

  private constructor(socket: WebSocket, id: string) {
    this.#socket = socket;
    this.id = id;
    socket.addEventListener("message", ({ data }) => {
      const message = JSON.parse(String(data)) as Message;
      if (message.method === "Debugger.scriptParsed") this.scripts.set(message.params.scriptId, message.params.url);
      if (message.id !== undefined) this.#answers.get(message.id)?.(message);
      else this.#events.get(message.method)?.(message.params);
    });
  }

  /** To another process than `former`. */
  static async attach(port: number, former?: string): Promise<NodeDebugger> {
    const target = await eventually(async () => {
      const [first] = await targetsOf(port).catch(() => []);
      return first?.id === former ? undefined : first;
    }, "the inspector");
    const socket = new WebSocket(target.webSocketDebuggerUrl);
    await new Promise((resolve, reject) => {
      socket.addEventListener("open", resolve, { once: true });
      socket.addEventListener("error", reject, { once: true });
    });
    const attached = new NodeDebugger(socket, target.id);
    await attached.send("Debugger.enable");
    return attached;
  }

  send(method: string, params: object = {}): Promise<Message> {
    this.#last += 1;
    const { promise, resolve } = Promise.withResolvers<Message>();
    this.#answers.set(this.#last, resolve);
    this.#socket.send(JSON.stringify({ id: this.#last, method, params }));
    return promise;
  }

  event(method: string): Promise<Message> {
    return new Promise((resolve) => this.#events.set(method, resolve));
  }

  async evaluate(expression: string): Promise<unknown> {
    return (await this.send("Runtime.evaluate", { expression })).result.result.value;
  }

  close(): void {
    this.#socket.close();
  }
}

export async function targetsOf(port: number): Promise<{ id: string; webSocketDebuggerUrl: string }[]> {
  return (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    id: string;
    webSocketDebuggerUrl: string;
  }[];
}

export async function untilClosed(port: number): Promise<void> {
  const isClosed = async () => (await targetsOf(port).catch(() => undefined)) === undefined;
  await eventually(async () => (await isClosed()) || undefined, "the end of the debugger");
}

// biome-ignore lint/suspicious/noExplicitAny: the protocol is larger than what is looked at here.
type Message = any;
