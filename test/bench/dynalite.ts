import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { buildOnce, run } from "../support/build.ts";

/** What Squall's tables are held against: DynamoDB in JavaScript, its items in LevelDB on the disk. */
export interface Dynalite extends AsyncDisposable {
  readonly port: number;
}

const version = "3.2.1";

/** Undefined, with a line that says why, where npm does not bring it. */
export async function launchDynalite(): Promise<Dynalite | undefined> {
  let modules: string;
  try {
    modules = buildOnce("dynalite", [version], (into) => {
      run("npm", ["install", "--no-audit", "--no-fund", "--prefix", into, `dynalite@${version}`], {});
    });
  } catch (error) {
    process.stdout.write(`dynalite is left out: ${(error as Error).message.split("\n", 1)[0]}\n`);
    return undefined;
  }
  const directory = await mkdtemp(join(tmpdir(), "squall-bench-dynalite-"));
  const port = await freePort();
  const program = join(modules, "node_modules", "dynalite", "cli.js");
  const args = [program, "--port", `${port}`, "--path", join(directory, "db"), "--createTableMs", "0"];
  const child = spawn(process.execPath, args, { stdio: "ignore" });
  const dispose = async () => {
    const ended = child.exitCode === null ? once(child, "exit") : undefined;
    child.kill("SIGKILL");
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 100; tries++) {
    await delay(100);
    if (await answers(port)) return { port, [Symbol.asyncDispose]: dispose };
  }
  await dispose();
  process.stdout.write("dynalite is left out: it does not start\n");
  return undefined;
}

async function answers(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/`);
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}
