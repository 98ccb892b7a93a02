import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { searchPath } from "./runtime.ts";

const run = promisify(execFile);

/** One way to get a runtime. */
export interface Way {
  /** The package manager that this needs. */
  readonly program: string;
  /** Commands, one after the other. */
  readonly runs: readonly (readonly [command: string, ...args: string[]])[];
  /** It installs for the whole machine. */
  readonly asRoot?: boolean;
}

/** Debian, Ubuntu. */
export function apt(name: string): Way {
  const update = ["apt-get", "update", "--quiet=2"] as const;
  const install = ["apt-get", "install", "--yes", "--quiet=2", "--no-install-recommends", name] as const;
  return { program: "apt-get", runs: [[...update], [...install]], asRoot: true };
}

/** Fedora, Red Hat, Amazon Linux. */
export function dnf(name: string): Way {
  return { program: "dnf", runs: [["dnf", "install", "--assumeyes", "--quiet", name]], asRoot: true };
}

/**
 * Tries the ways whose program this machine has, in order, until `isThere` says that one has brought it. Rejects with what each has said,
 * or which programs could do it.
 */
export async function installBy(ways: readonly Way[], what: string, isThere: () => Promise<boolean>): Promise<void> {
  const failures: string[] = [];
  for (const way of ways) {
    if (!isHere(way.program)) continue;
    const failure = await attempt(way);
    if (failure === undefined && (await isThere())) return;
    failures.push(`\`${describe(way)}\` ${failure ?? "has not brought it"}`);
  }
  const programs = [...new Set(ways.map(({ program }) => program))].join(", ");
  throw new Error(
    `${what} could not be installed: ${failures.join("; ") || `there is none of ${programs} on this machine`}`,
  );
}

/** What it said, or undefined. */
async function attempt({ runs, asRoot }: Way): Promise<string | undefined> {
  if (asRoot && process.getuid?.() !== 0) return "has to be run as root";
  try {
    const env = { ...process.env, PATH: searchPath().join(":"), DEBIAN_FRONTEND: "noninteractive" };
    for (const [command, ...args] of runs) await run(command, args, { timeout: longestMs, env });
    return undefined;
  } catch (error) {
    const { stderr = "", message } = error as Error & { stderr?: string };
    const lines = (stderr.trim() || message).split("\n");
    return `said: ${(lines.find((line) => /error|unable|^E:/i.test(line)) ?? lines[0])?.trim()}`;
  }
}

/** Compilers among them take their time. */
const longestMs = 1_800_000;

function isHere(program: string): boolean {
  return searchPath().some((folder) => existsSync(join(folder, program)));
}

function describe({ runs }: Way): string {
  return (runs.at(-1) ?? []).filter((word) => !word.startsWith("-")).join(" ");
}
