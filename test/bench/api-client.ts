import { connect as connectSocket, type Socket } from "node:net";

export type Answer = Readonly<Record<string, unknown>>;

/** A service that speaks JSON, as its requests name it. */
export interface Api {
  readonly service: string;
  readonly target: string;
  readonly version?: "1.0" | "1.1";
  /** Another server's that wants to know when a request was signed, which none here is. */
  readonly signedAt?: string;
}

export const sqsApi: Api = { service: "sqs", target: "AmazonSQS" };
export const eventsApi: Api = { service: "events", target: "AWSEvents", version: "1.1" };

export const logsApi: Api = { service: "logs", target: "Logs_20140328", version: "1.1" };

export interface ApiClient {
  /** Rejects with what was answered, if that is no success. */
  call(operation: string, input: object): Promise<Answer>;
  close(): void;
}

/** A client that costs little: the SDK's own, and Node's, would take more of the machine than the server. Speaks just enough HTTP; answers must have a Content-Length. */
export function connect(port: number, { service, target, version = "1.0", signedAt }: Api = sqsApi): ApiClient {
  const connections = new Connections(port);
  const head = [
    "POST / HTTP/1.1",
    `host: localhost:${port}`,
    `content-type: application/x-amz-json-${version}`,
    `authorization: ${authorization(service)}`,
    ...(signedAt === undefined ? [] : [`x-amz-date: ${signedAt}`]),
  ].join("\r\n");
  return {
    call: async (operation, input) => {
      const body = JSON.stringify(input);
      const request = `${head}\r\nx-amz-target: ${target}.${operation}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
      const { status, text } = await connections.ask(request);
      if (status !== 200) throw new Error(`${operation} was answered ${status}: ${text}`);
      return text === "" ? {} : (JSON.parse(text) as Answer);
    },
    close: () => connections.close(),
  };
}

/** A client of a service that speaks forms. Gives the answers' XML. */
export function connectForms(port: number, { service, version }: { service: string; version: string }) {
  const connections = new Connections(port);
  const head = [
    "POST / HTTP/1.1",
    `host: localhost:${port}`,
    "content-type: application/x-www-form-urlencoded; charset=utf-8",
    `authorization: ${authorization(service)}`,
  ].join("\r\n");
  return {
    call: async (Action: string, input: Readonly<Record<string, string>>) => {
      const body = new URLSearchParams({ Action, Version: version, ...input }).toString();
      const request = `${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
      const { status, text } = await connections.ask(request);
      if (status !== 200) throw new Error(`${Action} was answered ${status}: ${text}`);
      return text;
    },
    close: () => connections.close(),
  };
}

function authorization(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`;
}

interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** As many connections as there are requests at the same time. */
class Connections {
  readonly #port: number;
  readonly #idle: Connection[] = [];
  readonly #all: Connection[] = [];

  constructor(port: number) {
    this.#port = port;
  }

  async ask(request: string): Promise<HttpAnswer> {
    const connection = this.#idle.pop() ?? this.#open();
    const answer = await connection.ask(request);
    this.#idle.push(connection);
    return answer;
  }

  close(): void {
    for (const connection of this.#all) connection.close();
  }

  #open(): Connection {
    const connection = new Connection(this.#port);
    this.#all.push(connection);
    return connection;
  }
}

/** One request at a time. */
class Connection {
  readonly #socket: Socket;
  #received: Buffer[] = [];
  #missing = 0;
  #bodyAt = 0;
  #status = 0;
  #waiting: PromiseWithResolvers<HttpAnswer> | undefined;

  constructor(port: number) {
    this.#socket = connectSocket({ port, host: "127.0.0.1", noDelay: true });
    this.#socket.on("data", (chunk) => this.#take(chunk));
    this.#socket.on("error", (error) => this.#waiting?.reject(error));
    this.#socket.on("close", () => this.#waiting?.reject(new Error("the connection was closed")));
  }

  ask(request: string): Promise<HttpAnswer> {
    this.#waiting = Promise.withResolvers<HttpAnswer>();
    this.#received = [];
    this.#socket.write(request);
    return this.#waiting.promise;
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received.push(chunk);
    if (this.#received.length === 1 || this.#bodyAt === 0) this.#readHead();
    else this.#missing -= chunk.length;
    if (this.#bodyAt === 0 || this.#missing > 0) return;
    const text = Buffer.concat(this.#received).toString("utf8", this.#bodyAt);
    this.#bodyAt = 0;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve({ status: this.#status, text });
  }

  #readHead(): void {
    const bytes = this.#received.length === 1 ? (this.#received[0] as Buffer) : Buffer.concat(this.#received);
    const end = bytes.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = bytes.toString("latin1", 0, end);
    this.#status = Number(head.slice(9, 12));
    this.#bodyAt = end + 4;
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    this.#missing = length - (bytes.length - this.#bodyAt);
  }
}
