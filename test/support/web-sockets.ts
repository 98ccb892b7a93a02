import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { type ClientOptions, WebSocket } from "ws";
import { eventually } from "./eventually.ts";

/** A client of a WebSocket API, with all that has come. */
export interface Client {
  readonly socket: WebSocket;
  readonly messages: string[];
  send(message: unknown): void;
  /** The next text that has not been taken yet. */
  next(): Promise<string>;
  closed(): Promise<{ readonly code: number; readonly reason: string }>;
}

export interface ConnectOptions {
  readonly headers?: Record<string, string>;
  readonly protocols?: string[];
}

/** By the address of this machine, with the API's name as the Host: names below `localhost` do not resolve everywhere. */
export async function connectTo(url: string, options: ConnectOptions = {}): Promise<Client> {
  const { socket, refused } = open(url, options);
  await Promise.race([
    once(socket, "open"),
    refused.then(({ status, body }) => Promise.reject(new Error(`refused with ${status}: ${body}`))),
  ]);
  const messages: string[] = [];
  let taken = 0;
  let isClosed: { code: number; reason: string } | undefined;
  socket.on("message", (data) => messages.push(String(data)));
  socket.on("close", (code, reason) => {
    isClosed = { code, reason: reason.toString() };
  });
  return {
    socket,
    messages,
    send: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    next: async () => {
      const message = await eventually(async () => messages[taken], "a message to the client");
      taken += 1;
      return message;
    },
    closed: () => eventually(async () => isClosed, "the end of the connection"),
  };
}

/** The answer to a handshake that is refused. */
export async function refusedBy(url: string, options: ConnectOptions = {}): Promise<Refused> {
  const { socket, refused } = open(url, options);
  return Promise.race([
    refused,
    once(socket, "open").then(() => {
      socket.terminate();
      throw new Error("the client was let in");
    }),
  ]);
}

export interface Refused {
  readonly status: number;
  readonly body: string;
}

function open(url: string, { headers, protocols }: ConnectOptions) {
  const { host, port, pathname, search } = new URL(url);
  const options: ClientOptions = { headers: { host, ...headers }, perMessageDeflate: true };
  const socket = new WebSocket(`ws://127.0.0.1:${port}${pathname}${search}`, protocols ?? [], options);
  const refused = new Promise<Refused>((resolve, reject) => {
    socket.on("unexpected-response", (_request, response: IncomingMessage) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
    socket.on("error", reject);
  });
  refused.catch(() => {});
  return { socket, refused };
}

/** A request without a handshake. */
export async function getPlain(url: string): Promise<Refused> {
  const { host, port, pathname } = new URL(url);
  const [response] = (await once(
    request({ host: "127.0.0.1", port, path: pathname, headers: { host } }).end(),
    "response",
  )) as [IncomingMessage];
  let body = "";
  for await (const chunk of response) body += chunk;
  return { status: response.statusCode ?? 0, body };
}
