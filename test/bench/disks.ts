import { spawn } from "node:child_process";
import { randomFillSync } from "node:crypto";
import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createSystemClock } from "../../src/platform/clock.ts";
import { regionKey } from "../../src/services/block-storage/region-key.ts";
import type { Snapshot } from "../../src/services/block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../src/services/block-storage/snapshots/snapshot-store.ts";
import { tagStore } from "../../src/services/block-storage/tag-store.ts";
import type { Volume } from "../../src/services/block-storage/volumes/volume.ts";
import { volumeStore } from "../../src/services/block-storage/volumes/volume-store.ts";
import { openSqlite } from "../../src/storage/sqlite/sqlite.ts";
import { launchSquall, ownCommand, type SquallProcess } from "../support/squall-process.ts";
import { connectForms } from "./api-client.ts";
import { type Figure, percentile } from "./figure.ts";
import { NbdClient } from "./nbd-client.ts";

const mib = 2 ** 20;
const pieceBytes = mib;
const ec2 = { service: "ec2", version: "2016-11-15" };

/** A volume that is written and read by NBD, its snapshots, and lists of very many. */
export async function measureDisks(quick: boolean): Promise<Figure[]> {
  const directory = await mkdtemp(join(tmpdir(), "squall-bench-"));
  try {
    return [...(await measureVolume(directory, quick)), ...(await measureLists(directory, quick))];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function measureVolume(directory: string, quick: boolean): Promise<Figure[]> {
  await using squall = await launchSquall(["--data-dir", directory]);
  const api = connectForms(squall.port, ec2);
  const writtenMiB = quick ? 128 : 1_024;
  const idOf = (xml: string, name: string) => new RegExp(`<${name}>([^<]+)`).exec(xml)?.[1] ?? "";
  const until = async (Action: string, input: Record<string, string>, state: string) => {
    while (!(await api.call(Action, input)).includes(`<status>${state}</status>`))
      await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const VolumeId = idOf(await api.call("CreateVolume", { AvailabilityZone: "us-east-1a", Size: "10" }), "volumeId");
  await until("DescribeVolumes", { "VolumeId.1": VolumeId }, "available");
  const served = await serve(squall, VolumeId, join(directory, "nbd"));
  const nbd = await NbdClient.open(join(directory, "nbd"));
  const bytes = randomFillSync(Buffer.alloc(64 * mib));
  for (let atMiB = 0; atMiB < writtenMiB; atMiB += 64) {
    // No two blocks alike: they would be kept once.
    for (let offset = 0; offset < bytes.length; offset += 512 * 1024)
      bytes.writeUInt32BE(atMiB * 1_000 + offset, offset);
    await nbd.write(bytes, atMiB * mib, pieceBytes);
  }
  await nbd.flush();
  const snapshot = async () => {
    const beganMs = performance.now();
    const SnapshotId = idOf(await api.call("CreateSnapshot", { VolumeId }), "snapshotId");
    const takenMs = performance.now() - beganMs;
    await until("DescribeSnapshots", { "SnapshotId.1": SnapshotId }, "completed");
    return { takenMs, totalMs: performance.now() - beganMs };
  };
  const first = await snapshot();
  const reads: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    const beganMs = performance.now();
    await nbd.read(writtenMiB * mib, 0, pieceBytes);
    reads.push(writtenMiB / ((performance.now() - beganMs) / 1_000));
  }
  await nbd.write(randomFillSync(Buffer.alloc(10 * mib)), 5 * mib, pieceBytes);
  await nbd.flush();
  const before = storedBytes(join(directory, "blobs"));
  await snapshot();
  const grown = (storedBytes(join(directory, "blobs")) - before) / mib;
  nbd.close();
  served.kill("SIGINT");
  await once(served, "exit");
  api.close();
  return [
    {
      name: `EBS snapshot of ${writtenMiB} MiB in 10 GiB, until it is taken`,
      value: first.takenMs,
      unit: "ms",
      target: 20,
    },
    {
      name: "EBS snapshot, until it is made",
      value: writtenMiB / (first.totalMs / 1_000),
      unit: "MB/s",
      target: 200,
    },
    { name: "EBS second snapshot after 10 MiB, stored", value: grown, unit: "MiB", target: 12 },
    { name: "NBD read", value: percentile(reads, 0.5), unit: "MB/s", target: 400 },
  ];
}

/** The command that exports a volume, once it does. */
async function serve({ endpoint }: SquallProcess, volume: string, socket: string) {
  const [program, ...given] = ownCommand;
  const args = [...given.slice(0, -1), "volume", "serve", volume, "--socket", socket, "--endpoint", endpoint];
  const command = spawn(program as string, args, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: command.stdout })) if (line.includes("is at")) return command;
  throw new Error(`${volume} could not be served`);
}

async function measureLists(directory: string, quick: boolean): Promise<Figure[]> {
  const snapshots = quick ? 10_000 : 100_000;
  const volumes = snapshots / 10;
  await fill(join(directory, "squall.db"), volumes, snapshots);
  await using squall = await launchSquall(["--data-dir", directory]);
  const api = connectForms(squall.port, ec2);
  const pageMs = async (filter: Record<string, string>) => {
    const times: number[] = [];
    let token = "";
    for (let page = 0; page < (quick ? 20 : 60); page++) {
      const beganMs = performance.now();
      const xml = await api.call("DescribeSnapshots", {
        ...filter,
        MaxResults: "100",
        ...(token && { NextToken: token }),
      });
      times.push(performance.now() - beganMs);
      token = /<nextToken>([^<]+)/.exec(xml)?.[1] ?? "";
    }
    return percentile(times, 0.5);
  };
  const figure = async (what: string, filter: Record<string, string>): Promise<Figure> => ({
    name: `DescribeSnapshots by ${what}, a page of 100 of ${snapshots}`,
    value: await pageMs(filter),
    unit: "ms",
    target: 50,
  });
  const figures = [
    await figure("tag", { "Filter.1.Name": "tag:team", "Filter.1.Value.1": "7" }),
    await figure("volume", { "Filter.1.Name": "volume-id", "Filter.1.Value.1": idOf("vol", 7) }),
    await figure("size", { "Filter.1.Name": "volume-size", "Filter.1.Value.1": "7" }),
  ];
  api.close();
  return figures;
}

/** Rows as the API would have made them, which would take a quarter of an hour. */
async function fill(file: string, volumes: number, snapshots: number): Promise<void> {
  const database = await openSqlite({ file, clock: createSystemClock() });
  const partition = database.partition(regionKey({ account: "000000000000", region: "us-east-1" }));
  const volume = (index: number) =>
    ({
      id: idOf("vol", index),
      state: "available",
      kind: "gp3",
      sizeGiB: 1 + (index % 50),
      iops: 3_000,
      throughput: 125,
      zone: "us-east-1a",
      snapshotId: "",
      createdMs: 0,
      attachments: [],
      mergedLayer: 0,
    }) as unknown as Volume;
  const snapshot = (index: number) =>
    ({
      id: idOf("snap", index),
      volumeId: idOf("vol", index % volumes),
      sizeGiB: 1 + (index % 50),
      state: "completed",
      startedMs: 0,
      completedMs: 0,
      progress: 100,
      description: "nightly",
      ownerId: "000000000000",
      sharedWith: [],
      blocks: 1,
      changedBlocks: 1,
    }) as unknown as Snapshot;
  for (let from = 0; from < snapshots; from += 1_000)
    await partition.write(async (tx) => {
      for (let index = from; index < from + 1_000; index++) {
        if (index < volumes) await volumeStore.put(tx, volume(index));
        await snapshotStore.put(tx, snapshot(index));
        await tagStore.put(tx, { resourceId: idOf("snap", index), key: "team", value: `${index % 20}` });
      }
    });
  await database.close();
}

/** In no order of time, as ids are. */
function idOf(kind: string, index: number): string {
  return `${kind}-0${((index * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, "0")}00000000`;
}

function storedBytes(directory: string): number {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).blocks * 512, 0);
}
