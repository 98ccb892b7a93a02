import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import pg from "pg";
import { startTestServer, type TestServer } from "../../src/storage/postgres/test-server.ts";
import { eventually } from "../support/eventually.ts";
import { clientOptions } from "../support/squall.ts";
import { launchSquall, type SquallProcess } from "../support/squall-process.ts";

/** One of the equal servers: a built Squall as a process of its own, which can be killed, stopped in its tracks and started again. */
export interface ClusterNode {
  /** The same for all its lives. */
  readonly port: number;
  readonly endpoint: string;
  readonly pid: number;
  /** Whether it answers, as far as this test has seen to it: neither ended nor stopped in its tracks. */
  readonly isUp: boolean;
  /** What it has written on its standard error, in all its lives. */
  readonly said: string;
  /** The times (`Date.now()`) at which it said that its lease was lost: it had come to nothing for longer than that. */
  readonly lapsesMs: readonly number[];
  /** `kill -9`. */
  kill(): Promise<void>;
  /** SIGTERM, as a rolling upgrade does it. */
  stop(): Promise<void>;
  /** SIGSTOP: the process is there, and does nothing. */
  freeze(): void;
  /** SIGCONT. */
  thaw(): void;
  /** Starts it again, on the same port and directory. */
  start(): Promise<void>;
}

/** Equal servers on one PostgreSQL and one S3-compatible store, which is another Squall. */
export interface Cluster extends AsyncDisposable {
  readonly nodes: readonly ClusterNode[];
  readonly database: TestServer;
  /** Rows of the nodes' database, as its owner sees them. */
  query<R extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<R[]>;
  /** An SDK client of one of the nodes. */
  client<C, O extends object>(Client: new (options: O) => C, node: number, options?: Partial<O>): C;
  /** One of those that are up, by turns: what a load balancer does. */
  next(): ClusterNode;
}

export interface ClusterOptions {
  readonly nodes?: number;
  /** Flags of every node. */
  readonly flags?: readonly string[];
}

const database = "squall";

/** A reason where there is no PostgreSQL to test with. */
export async function startCluster({ nodes: count = 3, flags = [] }: ClusterOptions = {}): Promise<Cluster> {
  await using opened = new AsyncDisposableStack();
  opened.adopt(await takeTurn(), (turn) => void turn.close());
  const postgres = await startTestServer({ survivesHalt: true });
  if ("reason" in postgres) throw new Error(postgres.reason);
  opened.defer(() => postgres.stop());
  const url = await postgres.database(database);
  const store = opened.use(await launchSquall(["--ephemeral"]));
  const s3 = new S3Client({ ...clientOptions(store.endpoint), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: "blobs" }));
  s3.destroy();
  const directory = await mkdtemp(join(tmpdir(), "squall-cluster-"));
  opened.defer(() => rm(directory, { recursive: true, force: true }));
  const blobs = `s3://test:test@blobs/?endpoint=${encodeURIComponent(store.endpoint)}&region=us-east-1`;
  const common = ["--database", url, "--blobs", blobs, ...flags];
  const nodes: Node[] = [];
  for (let index = 0; index < count; index++) {
    const own = ["--data-dir", join(directory, `node-${index}`), "--node-address", `127.0.0.1:${await freePort()}`];
    nodes.push(opened.use(await startNode([...own, ...common])));
  }
  // Those that came first had all the work, and hand it on.
  const owners = () => query(url, "SELECT DISTINCT owner FROM squall_owned WHERE owner <> ''");
  await eventually(
    async () => (await owners()).length === count || undefined,
    "each node to have its part of the work",
  );
  const kept = opened.move();
  let turn = 0;
  return {
    nodes,
    database: postgres,
    query: (text, values) => query(url, text, values),
    client: (Client, node, options) =>
      new Client({ ...clientOptions((nodes[node] as Node).endpoint), ...options } as never),
    next: () => {
      const up = nodes.filter(({ isUp }) => isUp);
      turn += 1;
      return up[turn % up.length] ?? fail();
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

type Node = ClusterNode & AsyncDisposable;

async function startNode(flags: readonly string[]): Promise<Node> {
  const lapsesMs: number[] = [];
  const heard = (text: string) => {
    if (/lease ha[sd] run out/.test(text)) lapsesMs.push(Date.now());
  };
  let squall: SquallProcess | undefined = await launchSquall(flags, { captures: true, heard });
  const { port, endpoint } = squall;
  let { pid } = squall;
  let frozen = false;
  let said = "";
  const end = async (signal: NodeJS.Signals) => {
    const ending = squall;
    squall = undefined;
    frozen = false;
    await ending?.stop(signal);
    said += ending?.said() ?? "";
  };
  return {
    port,
    endpoint,
    lapsesMs,
    get pid() {
      return pid;
    },
    get isUp() {
      return squall !== undefined && !frozen;
    },
    get said() {
      return said + (squall?.said() ?? "");
    },
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
    freeze: () => {
      frozen = true;
      process.kill(pid, "SIGSTOP");
    },
    thaw: () => {
      frozen = false;
      process.kill(pid, "SIGCONT");
    },
    start: async () => {
      squall = await launchSquall(["--port", String(port), ...flags], { captures: true, heard });
      pid = squall.pid;
    },
    [Symbol.asyncDispose]: () => end(frozen ? "SIGKILL" : "SIGTERM"),
  };
}

async function query<R extends pg.QueryResultRow>(
  connectionString: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<R[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<R>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** Test files run side by side; of clusters, one at a time is enough for a small machine. The system ends the turn of a process that has died. */
async function takeTurn(): Promise<Server> {
  for (;;) {
    const turn = createServer();
    try {
      turn.listen("\0squall-test-cluster");
      await once(turn, "listening");
      return turn.unref();
    } catch {
      await delay(100);
    }
  }
}

/** One that nobody listens on now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function fail(): never {
  throw new Error("no node is up");
}
