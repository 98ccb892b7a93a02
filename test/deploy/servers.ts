import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { startTestServer } from "../../src/storage/postgres/test-server.ts";
import { clientOptions } from "../support/squall.ts";
import { launchSquall, type SquallProcess } from "../support/squall-process.ts";

/** How a deployment starts one of its servers. */
export interface ServerPlan {
  /** Program and arguments, as they are on this machine. */
  readonly command: readonly string[];
  /** What the deployment gives it. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface Servers extends AsyncDisposable {
  readonly nodes: readonly SquallProcess[];
  /** The root user's key, as the node's data directory has it. */
  rootKey(node: number): Promise<{ accessKeyId: string; secretAccessKey: string }>;
}

/**
 * Starts the servers as plain processes with just what the deployment tells them, but for the addresses of other machines: PostgreSQL is the tests'
 * own, the S3 store another Squall, everything is on loopback, and each has a data directory of its own.
 */
export async function startServers(plans: readonly ServerPlan[]): Promise<Servers> {
  await using opened = new AsyncDisposableStack();
  const postgres = await startTestServer();
  if ("reason" in postgres) throw new Error(postgres.reason);
  opened.defer(() => postgres.stop());
  const store = opened.use(await launchSquall(["--ephemeral"]));
  const s3 = new S3Client({ ...clientOptions(store.endpoint), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: "squall" }));
  s3.destroy();
  const directory = await mkdtemp(join(tmpdir(), "squall-deploy-"));
  opened.defer(() => rm(directory, { recursive: true, force: true }));
  const database = await postgres.database("squall");
  const nodes: SquallProcess[] = [];
  for (const [index, { command, environment }] of plans.entries()) {
    const { SQUALL_BLOBS: blobs = "", SQUALL_NODE_ADDRESS: address = "" } = environment;
    const here = {
      SQUALL_HOST: "127.0.0.1",
      SQUALL_DATABASE: database,
      SQUALL_BLOBS: blobs.replace(/endpoint=[^&]+/, `endpoint=${store.endpoint}`),
      SQUALL_NODE_ADDRESS: address.replace(/.*/, `127.0.0.1:${await freePort()}`),
      SQUALL_DATA_DIR: join(directory, `node-${index}`),
      // What has been installed once need not be again.
      SQUALL_CACHE_DIR: join(homedir(), ".cache", "squall"),
    };
    nodes.push(opened.use(await launchSquall([], { command, environment: { ...environment, ...here } })));
  }
  const kept = opened.move();
  return {
    nodes,
    rootKey: async (node) =>
      JSON.parse(await readFile(join(directory, `node-${node}`, "root-credentials.json"), "utf8")),
    [Symbol.asyncDispose]: async () => {
      // They would drain one after the other.
      await Promise.all(nodes.map((node) => node.stop("SIGKILL")));
      await kept.disposeAsync();
    },
  };
}

/** One that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
