import assert from "node:assert/strict";
import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import {
  CreateSnapshotCommand,
  CreateVolumeCommand,
  DeleteVolumeCommand,
  DescribeSnapshotsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { eventually } from "../support/eventually.ts";
import { type ClusterNode, startCluster } from "./cluster.ts";

const run = promisify(execFile);
const tools = ["nbdcopy", "qemu-io"];
const skip = tools.every((tool) => spawnSync("which", [tool]).status === 0) ? false : "NBD's tools are not there";
const main = fileURLToPath(new URL("../../dist/src/main.js", import.meta.url));

/** `squall volume serve` at a node while `work` runs. False where the node refuses, which says why in `refusals`. */
async function served(
  node: ClusterNode,
  id: string,
  refusals: string[],
  work: (url: string, exited: Promise<unknown[]>) => Promise<void>,
): Promise<boolean> {
  const flags = ["--disable-warning=ExperimentalWarning", main, "volume", "serve", id, "--endpoint", node.endpoint];
  const child = spawn(process.execPath, flags);
  const exited = once(child, "exit");
  child.stderr.on("data", (text: Buffer) => refusals.push(text.toString()));
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const [url] = /nbd:\/\/\S+(?=:)/.exec(line) ?? [];
      if (url === undefined) continue;
      await work(url, exited);
      return true;
    }
    return false;
  } finally {
    child.kill();
    await exited;
  }
}

test("a volume is served by one node, snapshotted through another, and by the next one has all that was flushed when the first is killed", {
  skip,
}, async (context) => {
  const cluster = await startCluster({ nodes: 2 });
  context.after(() => cluster[Symbol.asyncDispose]());
  const directory = await mkdtemp(join(tmpdir(), "squall-volumes-"));
  context.after(() => rm(directory, { recursive: true, force: true }));
  const [first, second] = cluster.nodes as [ClusterNode, ClusterNode];
  const ec2 = cluster.client(EC2Client, 1);
  const image = join(directory, "image");
  const bytes = Buffer.alloc(4 * 2 ** 20, 1);
  await writeFile(image, bytes);
  const make = async (input: object) =>
    (await ec2.send(new CreateVolumeCommand({ AvailabilityZone: "us-east-1a", ...input }))).VolumeId ?? "";
  const refusals: string[] = [];
  const serve = (node: ClusterNode, id: string, work: Parameters<typeof served>[3]) =>
    eventually(async () => (await served(node, id, refusals, work)) || undefined, "the volume to be served");
  const compare = async (node: ClusterNode, id: string, expected: Buffer) => {
    await serve(node, id, async (url) => {
      await run("nbdcopy", [url, join(directory, "out")]);
    });
    assert.ok((await readStart(join(directory, "out"), expected.length)).equals(expected));
  };
  const stateOf = (id: string) => async () => {
    const { Snapshots } = await ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [id] }));
    return Snapshots?.[0]?.State === "pending" ? undefined : Snapshots?.[0]?.State;
  };
  const id = await make({ Size: 1 });
  let snapshotId = "";
  await serve(first, id, async (url, exited) => {
    await run("nbdcopy", [image, url]);
    // Not flushed by any client: it is the snapshot that brings it where others find it.
    await run("qemu-io", ["-f", "raw", "-t", "unsafe", "-c", "write -P 2 1M 1M", url]);
    snapshotId = (await ec2.send(new CreateSnapshotCommand({ VolumeId: id }))).SnapshotId ?? "";
    assert.equal(await served(second, id, refusals, async () => {}), false);
    assert.match(refusals.at(-1) ?? "", /is being served already/);
    await assert.rejects(ec2.send(new DeleteVolumeCommand({ VolumeId: id })), { name: "VolumeInUse" });
    await run("qemu-io", ["-f", "raw", "-c", "write -P 3 2M 1M", "-c", "flush", url]);
    assert.equal(await eventually(stateOf(snapshotId), "the snapshot"), "completed");
    await first.kill();
    await exited;
  });
  await compare(
    second,
    id,
    Buffer.from(bytes)
      .fill(2, 2 ** 20, 2 * 2 ** 20)
      .fill(3, 2 * 2 ** 20, 3 * 2 ** 20),
  );
  const restored = await make({ SnapshotId: snapshotId });
  await compare(second, restored, Buffer.from(bytes).fill(2, 2 ** 20, 2 * 2 ** 20));
  ec2.destroy();
});

async function readStart(path: string, length: number): Promise<Buffer> {
  const file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, 0);
  await file.close();
  return buffer;
}
