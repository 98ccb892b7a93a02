import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What happens to a request: an error instead of the store's answer, or something to that answer. */
export interface Fault {
  readonly status?: number;
  readonly cutAfterBytes?: number;
  readonly date?: Date;
  /** The store does what it is asked, but the connection ends before it can say so. */
  readonly loseAnswer?: boolean;
}

/** Stands between a blob store and its S3-compatible store, and does what networks do. */
export interface TestStoreProxy {
  readonly endpoint: string;
  readonly requests: number;
  readonly connections: number;
  /** Faults that have not happened yet. */
  readonly armed: number;
  onRequest: (request: IncomingMessage) => void;
  /** The faults of the next requests. */
  next(...faults: Fault[]): void;
  /** The fault of the next request whose URL and method are these. */
  onceFor(url: RegExp, method: string, fault: Fault): void;
  close(): Promise<void>;
}

export async function startTestStoreProxy(target: string): Promise<TestStoreProxy> {
  const agent = new Agent({ keepAlive: true });
  const queue: Fault[] = [];
  const expected: { url: RegExp; method: string; fault: Fault }[] = [];
  let [requests, connections] = [0, 0];
  const takeFault = ({ url = "", method }: IncomingMessage): Fault => {
    const index = expected.findIndex((each) => each.method === method && each.url.test(url));
    if (index >= 0) return expected.splice(index, 1)[0]?.fault ?? {};
    return queue.shift() ?? {};
  };
  const server = createServer((incoming, response) => {
    requests++;
    proxy.onRequest(incoming);
    forward(new URL(target), agent, takeFault(incoming), incoming, response);
  });
  server.on("connection", () => connections++);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const proxy: TestStoreProxy = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get requests() {
      return requests;
    },
    get connections() {
      return connections;
    },
    get armed() {
      return queue.length + expected.length;
    },
    onRequest: () => {},
    next: (...faults) => queue.push(...faults),
    onceFor: (url, method, fault) => expected.push({ url, method, fault }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
  return proxy;
}

function forward(to: URL, agent: Agent, fault: Fault, incoming: IncomingMessage, response: ServerResponse): void {
  if (fault.status !== undefined) {
    incoming.resume();
    incoming.on("end", () => response.writeHead(fault.status ?? 500).end());
    return;
  }
  const { method, url: path, headers } = incoming;
  const outgoing = request({ agent, host: to.hostname, port: to.port, method, path, headers }, (answer) => {
    if (fault.loseAnswer) {
      answer.resume();
      answer.on("end", () => response.destroy());
      return;
    }
    const { statusCode = 500, headers: own } = answer;
    response.writeHead(statusCode, fault.date ? { ...own, date: fault.date.toUTCString() } : own);
    if (fault.cutAfterBytes === undefined) answer.pipe(response);
    else cut(answer, response, fault.cutAfterBytes);
  });
  outgoing.on("error", () => response.destroy());
  incoming.pipe(outgoing);
}

function cut(answer: IncomingMessage, response: ServerResponse, afterBytes: number): void {
  let left = afterBytes;
  answer.on("data", (chunk: Buffer) => {
    if (left <= 0) return;
    const piece = chunk.subarray(0, left);
    left -= piece.length;
    response.write(piece, () => {
      if (left <= 0) response.destroy();
    });
  });
}
