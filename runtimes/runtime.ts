import { lstatSync, opendirSync } from "node:fs";
import { join } from "node:path";

/** A family of runtimes (`python3.11`, `python3.12`…) as the host sees it: who serves it on this machine, and how it is launched. */
export interface RuntimeFamily {
  /** AWS's identifiers, newest last. */
  readonly identifiers: readonly string[];
  /** The interpreter of this machine that is nearest to what the identifier names, or undefined. Repeated calls are cheap. */
  find(identifier: string): Promise<Interpreter | undefined>;
  /** What to type where there is none. */
  remedy(identifier: string): string;
  /** Gets the very version, where a package manager of the machine has it. Rejects with what it said. */
  install?(identifier: string): Promise<void>;
  /** What an agent needs to make environments with it, of that much memory if the family is sized. May install what is missing. */
  plan(interpreter: Interpreter, memoryMiB: number): Promise<LaunchPlan>;
  /** Whether its processes take a limit of memory at their start and can't be told another: those that wait fit one size of function. */
  readonly isSized?: boolean;
  /**
   * Whether the function has what only a process started with it obeys (variables read at the start, shared libraries): then one that
   * has booted before cannot take it on.
   */
  needsOwnProcess(environment: Readonly<Record<string, string>>, codeDir: string): boolean;
  /** Whether a process that has loaded its function can make others of itself. */
  readonly forksSnapshots?: boolean;
}

export interface Interpreter {
  /** On the host. */
  readonly executable: string;
  readonly version: string;
  /** Whether it is the very version that the identifier names. */
  readonly exact: boolean;
  /** `boto3 1.43.11` */
  readonly sdk: string | undefined;
  readonly remedy: string | undefined;
}

export interface LaunchPlan {
  /** [path on the host, path inside], read-only. */
  readonly binds: readonly (readonly [string, string])[];
  /** Symbolic links: [target, path inside]. */
  readonly links?: readonly (readonly [string, string])[];
  readonly launch: {
    /**
     * A zygote is executed once and forks; otherwise each process is executed. A `bootstrap` speaks the Runtime API instead of frames
     * and is executed when the code is there: without a command it is the function's own program.
     */
    readonly kind: "zygote" | "exec" | "bootstrap";
    readonly command: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
    /**
     * It cannot change its working directory later: it starts in /var/task. What it opens by a relative path before or after the code
     * is there is found by links.
     */
    readonly keepsDirectory?: boolean;
  };
  /** Processes that wait, booted, for a function. */
  readonly waiting: number;
}

/** What a family is given by the sandbox. */
export interface RuntimeHost {
  /** The folder that holds `runtimes/` and `node_modules/`. */
  readonly installDir: string;
  /** For what is installed once for all servers. */
  readonly cacheDir: string;
  readonly say: (message: string) => void;
}

/** AWS's value of LD_LIBRARY_PATH, the same for all runtimes. */
export const libraryPath =
  "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib";

/** Names of a folder that are looked at: a package may have very many. */
const mostNames = 10_000;

/**
 * Whether a package has shared libraries in its `lib`, or may have: a process of its own is never wrong. The dynamic linker looks once
 * whether that folder is there, and that is before the code is. A link is not followed here: it could lead anywhere on the host.
 */
export function bringsLibraries(codeDir: string): boolean {
  const path = join(codeDir, "lib");
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.isSymbolicLink() ?? false;
  const folder = opendirSync(path);
  try {
    for (let count = 0; count < mostNames; count += 1) {
      const entry = folder.readSync();
      if (!entry) return false;
      if (/\.so(\.|$)/.test(entry.name)) return true;
    }
    return true;
  } finally {
    folder.closeSync();
  }
}

/** The folders that programs are looked for in. */
export function searchPath(): string[] {
  const usual = ["/usr/local/bin", "/usr/bin", "/bin"];
  return [...new Set([...(process.env.PATH ?? "").split(":"), ...usual])].filter((folder) => folder.startsWith("/"));
}
