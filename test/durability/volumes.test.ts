import assert from "node:assert/strict";
import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { CreateSnapshotCommand, CreateVolumeCommand, DescribeSnapshotsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { eventually } from "../support/eventually.ts";
import { clientOptions } from "../support/squall.ts";
import { launchSquall, type SquallProcess } from "../support/squall-process.ts";

const run = promisify(execFile);
const isThere = (command: string) => spawnSync("which", [command]).status === 0;
const tools = ["nbdcopy", "qemu-io", "mkfs.ext4"];
const skip = tools.every(isThere) ? false : "NBD's tools are not there";
const main = fileURLToPath(new URL("../../dist/src/main.js", import.meta.url));

/** `squall volume serve` while `work` runs. */
async function served(
  squall: SquallProcess,
  id: string,
  work: (url: string, exited: Promise<unknown[]>) => Promise<void>,
): Promise<void> {
  const child = spawn(process.execPath, [
    "--disable-warning=ExperimentalWarning",
    main,
    "volume",
    "serve",
    id,
    "--endpoint",
    squall.endpoint,
  ]);
  const exited = once(child, "exit");
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const [url] = /nbd:\/\/\S+(?=:)/.exec(line) ?? [];
      if (url === undefined) continue;
      await work(url, exited);
      break;
    }
  } finally {
    child.kill();
    await exited;
  }
}

test("a file system on a volume is snapshotted, changed and restored, byte by byte; a kill leaves no half snapshot", {
  skip,
}, async (context) => {
  const directory = await mkdtemp(join(tmpdir(), "squall-volumes-"));
  context.after(() => rm(directory, { recursive: true, force: true }));
  const flags = ["--data-dir", join(directory, "data")];
  const image = join(directory, "image");
  await run("truncate", ["-s", "128M", image]);
  await run("mkfs.ext4", ["-q", "-F", "-d", fileURLToPath(new URL("../support", import.meta.url)), image]);
  let squall = await launchSquall(flags);
  context.after(() => squall.stop());
  let ec2 = new EC2Client(clientOptions(squall.endpoint));
  const find = async (id: string) =>
    (await ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [id] }))).Snapshots?.[0];
  const make = async (input: object) => {
    const { VolumeId = "" } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: "us-east-1a", ...input }));
    return VolumeId;
  };
  const snapshot = async (VolumeId: string) =>
    eventually(
      () =>
        ec2.send(new CreateSnapshotCommand({ VolumeId })).then(
          ({ SnapshotId }) => SnapshotId,
          () => undefined,
        ),
      "a snapshot",
    );
  const compare = async (SnapshotId: string, expected: Buffer) => {
    const id = await make({ SnapshotId });
    await eventually(async () => {
      let isSame = false;
      await served(squall, id, async (url) => {
        await run("nbdcopy", [url, join(directory, "out")]);
        isSame = (await readStart(join(directory, "out"), expected.length)).equals(expected);
      });
      return isSame || undefined;
    }, "the same bytes");
  };
  const id = await make({ Size: 1 });
  const before = await readFile(image);
  let first = "";
  await eventually(async () => {
    await served(squall, id, async (url) => {
      await run("nbdcopy", [image, url]);
      first = await snapshot(id);
      await run("qemu-io", ["-f", "raw", "-c", "write -P 90 5M 3M", url]);
    });
    return first !== "" || undefined;
  }, "the volume to be served");
  await eventually(async () => (await find(first))?.State === "completed" || undefined, "it to be completed");
  await compare(first, before);
  let second = "";
  await eventually(async () => {
    await served(squall, id, async (_url, exited) => {
      second = await snapshot(id);
      await squall.stop("SIGKILL");
      // Who serves a volume hears that its server has gone.
      assert.deepEqual(await exited, [1, null]);
    });
    return second !== "" || undefined;
  }, "the volume to be served again");
  ec2.destroy();
  squall = await launchSquall(flags);
  ec2 = new EC2Client(clientOptions(squall.endpoint));
  const state = await eventually(async () => {
    const found = (await find(second))?.State;
    return found === "pending" ? undefined : found;
  }, "the second to be made or given up");
  assert.equal(state, "completed");
  await compare(second, Buffer.from(before).fill(90, 5 * 2 ** 20, 8 * 2 ** 20));
  ec2.destroy();
});

async function readStart(path: string, length: number): Promise<Buffer> {
  const file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, 0);
  await file.close();
  return buffer;
}
