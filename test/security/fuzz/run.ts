import { readdirSync, readFileSync } from "node:fs";
import { mkdtempDisposable } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { SigningKey } from "../../support/hand-signed.ts";
import { launchSquall, memoryOf, type SquallProcess } from "../../support/squall-process.ts";
import { createDice } from "./dice.ts";
import { type Sent, writeMutated } from "./mutations.ts";
import { createGrammar } from "./requests.ts";
import { createSigner, sendSigned } from "./signers.ts";

export interface Fuzzed {
  /** How often each status came; 0 is a connection that ended without one. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Requests that were answered with a fault of ours, or not at all. */
  readonly faults: readonly string[];
  readonly slowestHealthMs: number;
  /** In the second half of the run: in the first all that is compiled when first used is. */
  readonly grownMiB: number;
  readonly grownDescriptors: number;
  readonly lives: boolean;
}

export interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
  readonly auth: "open" | "enforce";
  /** `error` shows what the faults are. */
  readonly log?: "silent" | "error";
}

const atOnce = 16;
/** Longer than a body that does not come is waited for. */
const patienceMs = 30_000;

/** Sends requests that are nearly right to a Squall of its own. The same seed sends the same ones. */
export async function fuzz({ requests, seed, auth, log = "silent" }: FuzzOptions): Promise<Fuzzed> {
  await using directory = await mkdtempDisposable(join(tmpdir(), "squall-fuzz-"));
  await using squall = await launchSquall(["--data-dir", directory.path, "--auth", auth, "--log", log]);
  const root = auth === "open" ? anyKey : readRoot(directory.path);
  await makeTargets(squall.endpoint, root);
  const sign = auth === "open" ? undefined : await createSigner(squall.endpoint, root);
  const dice = createDice(seed);
  const draw = createGrammar(dice);
  const statuses = new Map<number, number>();
  const faults: string[] = [];
  let sent = 0;
  let before = { ownMiB: 0, descriptors: 0 };
  const watch = watchHealth(squall.endpoint);
  const work = async () => {
    while (sent < requests && faults.length < 20) {
      if (++sent === Math.ceil(requests / 2)) before = look(squall);
      const mutated = writeMutated(dice, draw(), sign);
      const status = await exchange(squall.port, mutated).catch(() => -1);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 500 || status === -1)
        faults.push(`${status} for ${JSON.stringify(mutated.bytes.toString("latin1", 0, 1_000))}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const slowestHealthMs = await watch.end();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const after = look(squall);
  const lives = await fetch(`${squall.endpoint}/_squall/health`).then(
    ({ ok }) => ok,
    () => false,
  );
  return {
    statuses,
    faults,
    slowestHealthMs,
    grownMiB: after.ownMiB - before.ownMiB,
    grownDescriptors: after.descriptors - before.descriptors,
    lives,
  };
}

/** What the grammar's names mean, so that requests get further than to what is not there. */
async function makeTargets(endpoint: string, root: SigningKey): Promise<void> {
  await sendSigned(endpoint, root, "s3", { method: "PUT", path: "/fuzzed" });
  await sendSigned(endpoint, root, "s3", { method: "PUT", path: "/fuzzed/a", body: "hello" });
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Logs_20140328.CreateLogGroup" };
  const body = JSON.stringify({ logGroupName: "fuzzed-group" });
  await sendSigned(endpoint, root, "logs", { method: "POST", headers, body });
}

const anyKey: SigningKey = { accessKeyId: "test", secretAccessKey: "test" };

function readRoot(directory: string): SigningKey {
  return JSON.parse(readFileSync(join(directory, "root-credentials.json"), "utf8"));
}

/** The status of the first answer, 0 for none. Rejects if neither an answer nor an end comes. */
function exchange(port: number, { bytes, leaves }: Sent): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let status = 0;
    const late = setTimeout(() => end(() => reject(new Error("no answer"))), patienceMs);
    const end = (settle: () => void) => {
      clearTimeout(late);
      socket.destroy();
      settle();
    };
    socket.on("error", () => end(() => resolve(status)));
    socket.on("close", () => end(() => resolve(status)));
    socket.on("data", (chunk: Buffer) => {
      const found = Number(/HTTP\/1\.1 ([2-5]\d\d)/.exec(chunk.toString("latin1", 0, 200))?.[1] ?? 0);
      status ||= found;
      if (found > 0) end(() => resolve(status));
    });
    socket.write(bytes, () => {
      // Nothing whole may have been sent, for which there is no answer.
      if (leaves) setTimeout(() => end(() => resolve(status)), 2);
    });
  });
}

function watchHealth(endpoint: string): { end(): Promise<number> } {
  let slowestMs = 0;
  let ended = false;
  const watching = (async () => {
    while (!ended) {
      const startedMs = performance.now();
      await fetch(`${endpoint}/_squall/health`).then(
        (response) => response.text(),
        () => undefined,
      );
      slowestMs = Math.max(slowestMs, performance.now() - startedMs);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return {
    end: async () => {
      ended = true;
      await watching;
      return slowestMs;
    },
  };
}

function look({ pid }: SquallProcess): { ownMiB: number; descriptors: number } {
  return { ownMiB: memoryOf(pid).ownMiB, descriptors: readdirSync(`/proc/${pid}/fd`).length };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      requests: { type: "string", default: "200000" },
      seed: { type: "string", default: "1" },
      auth: { type: "string", default: "open" },
    },
  });
  const auth = values.auth === "enforce" ? "enforce" : "open";
  const fuzzed = await fuzz({ requests: Number(values.requests), seed: Number(values.seed), auth, log: "error" });
  process.stdout.write(
    `${JSON.stringify({ ...fuzzed, statuses: Object.fromEntries(fuzzed.statuses) }, undefined, 2)}\n`,
  );
  process.exitCode = fuzzed.lives && fuzzed.faults.length === 0 ? 0 : 1;
}
