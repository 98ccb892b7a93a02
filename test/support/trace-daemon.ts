import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { eventually } from "./eventually.ts";

export interface Segment {
  readonly name: string;
  readonly trace_id: string;
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly subsegments?: readonly Segment[];
}

export interface TraceDaemon extends AsyncDisposable {
  /** What AWS_XRAY_DAEMON_ADDRESS is to be. */
  readonly address: string;
  /** The segment of this name, or a part of one, once it has come. */
  find(name: string): Promise<Segment>;
}

/** Takes what X-Ray's SDKs send, as its daemon does. Source: "Sending trace data to X-Ray", "Sending segment documents to the X-Ray daemon". */
export async function startTraceDaemon(): Promise<TraceDaemon> {
  const segments: Segment[] = [];
  const socket = createSocket("udp4", (datagram) => {
    const [header, document] = datagram.toString("utf8").split("\n", 2);
    const { format, version } = JSON.parse(header ?? "") as { format: string; version: number };
    if (format === "json" && version === 1) segments.push(JSON.parse(document ?? "") as Segment);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    find: (name) => eventually(async () => findIn(segments, name), `a segment ${name}`),
    [Symbol.asyncDispose]: async () => {
      socket.close();
    },
  };
}

function findIn(segments: readonly Segment[], name: string): Segment | undefined {
  for (const segment of segments) {
    if (segment.name === name) return segment;
    const part = findIn(segment.subsegments ?? [], name);
    if (part) return { ...part, trace_id: segment.trace_id };
  }
  return undefined;
}
