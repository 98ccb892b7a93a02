import type { AmazonLinux } from "./programs.ts";

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
  /** Gets a package that functions of the family find on AWS. Undefined when it is there; else why not. */
  bring?(name: string): Promise<string | undefined>;
  /** Gets packages by name because somebody has typed it. */
  isPackage?(name: string): boolean;
  /** What an agent needs to make environments with it, of that much memory if the family is sized. May install what is missing. */
  plan(interpreter: Interpreter, memoryMiB: number): Promise<LaunchPlan>;
  /** Whether its processes take a limit of memory at their start and can't be told another: those that wait fit one size of function. */
  readonly isSized?: boolean;
  /** Whether the function has variables that only a process started with them obeys: then one that has booted before cannot take it on. */
  needsOwnProcess(environment: Readonly<Record<string, string>>): boolean;
  /** Whether a process can load a function's modules without running anything of them: frame 12. */
  readonly loadsAhead?: boolean;
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
  /** Whose programs it is to find. */
  readonly system: AmazonLinux;
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

/** Source: "Configure Lambda function memory". */
export const mibOfOneProcessor = 1769;

/** AWS's value of LANG, the same for all runtimes. */
const language = "en_US.UTF-8";

/** What the C library and the dynamic linker read when a process starts, whatever its program is. */
const readByEveryProgram = /^(LC_|LD_|MALLOC_|GLIBC_TUNABLES$|AWS_LAMBDA_EXEC_WRAPPER$)/;

/** Whether the function has variables that a process which has booted before has read already, and otherwise. */
export function hasVariablesOfStart(
  environment: Readonly<Record<string, string>>,
  ofInterpreter: ReadonlySet<string>,
): boolean {
  if ((environment.LANG ?? language) !== language) return true;
  return Object.entries(environment).some(
    ([name, value]) =>
      ofInterpreter.has(name) || (name === "LD_LIBRARY_PATH" ? !isUsualPath(value) : readByEveryProgram.test(name)),
  );
}

/** A folder that is named once more, as AWS does for Ruby, is looked through already. */
function isUsualPath(value: string): boolean {
  return [...new Set(value.split(":"))].join(":") === libraryPath;
}

/** The folders that programs are looked for in. */
export function searchPath(): string[] {
  const usual = ["/usr/local/bin", "/usr/bin", "/bin"];
  return [...new Set([...(process.env.PATH ?? "").split(":"), ...usual])].filter((folder) => folder.startsWith("/"));
}
