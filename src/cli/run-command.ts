import { ConfigError } from "../config.ts";
import { UnusableStorageError } from "../storage/unusable-storage-error.ts";
import { ApiError } from "./api-client.ts";
import { complain } from "./print.ts";

/** One command of `squall`. Each is loaded only when it is called: a start must not pay for the others. */
interface Command {
  readonly summary: string;
  readonly load: () => Promise<{ run: (args: readonly string[]) => Promise<number> }>;
}

const commands: Readonly<Record<string, Command>> = {
  start: { summary: "run Squall (the default)", load: () => import("./start.ts") },
  coverage: { summary: "which operations of which services there are", load: () => import("./coverage.ts") },
  runtimes: { summary: "which interpreter of this machine serves which runtime", load: () => import("./runtimes.ts") },
  doctor: { summary: "what isolation this machine gives, and what is missing", load: () => import("./doctor.ts") },
  invoke: { summary: "invoke a function and print its log and answer", load: () => import("./invoke.ts") },
  dev: { summary: "run a function from a directory: a saved file is live", load: () => import("./dev.ts") },
  logs: { summary: "print a function's log, and follow it", load: () => import("./logs.ts") },
  bill: { summary: "what a month used, and what AWS would ask for it", load: () => import("./bill.ts") },
  parked: { summary: "deliveries that failed too often: list, retry, drop", load: () => import("./parked.ts") },
  nodes: { summary: "the servers that share one database", load: () => import("./nodes.ts") },
  ca: { summary: "whom to trust for https: print, install, and the SDKs' variables", load: () => import("./ca.ts") },
  volume: { summary: "export an EBS volume by NBD: squall volume serve VOLUME", load: () => import("./volume.ts") },
  lab: { summary: "exercises: list, start, check, reset, export", load: () => import("./lab.ts") },
  clock: {
    summary: "move a running Squall's time forward: squall clock advance 24h",
    load: () => import("./clock.ts"),
  },
};

/** Gives the exit code. */
export async function runCommand(argv: readonly string[]): Promise<number> {
  const [first] = argv;
  if (first === "--help" || first === "-h" || first === "help") return usage(0, process.stdout);
  const named = first !== undefined && !first.startsWith("-");
  const command = commands[named ? first : "start"];
  if (!command) {
    complain(`squall has no command ${first}.\n\n`);
    return usage(2, process.stderr);
  }
  const { run } = await command.load();
  outliveReaders(command !== commands.start);
  try {
    return await run(named ? argv.slice(1) : argv);
  } catch (error) {
    if (error instanceof ApiError) complain(`squall: ${error.code}: ${error.message}\n`);
    else if (error instanceof UnusableStorageError) {
      complain(`squall: ${error.message}\n`);
      // The driver of the database leaves a connection open whose password is missing: the process would last until the server ends it.
      process.exit(1);
    } else if (error instanceof ConfigError || isUsage(error)) complain(`squall: ${(error as Error).message}\n`);
    else throw error;
    return 2;
  }
}

/** Whoever reads the output may have seen enough (`squall coverage | head`): a command is done then, and a server goes on without telling. */
function outliveReaders(isDone: boolean): void {
  const onError = ({ code }: NodeJS.ErrnoException) => {
    if (code === "EPIPE" && isDone) process.exit(0);
  };
  for (const stream of [process.stdout, process.stderr]) stream.on("error", onError);
}

/** What `parseArgs` says of a flag it does not know. */
function isUsage(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}

function usage(code: number, to: NodeJS.WritableStream): number {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`);
  to.write(`usage: squall [COMMAND] [FLAGS]\n\n${lines.join("\n")}\n\n\`squall COMMAND --help\` tells more.\n`);
  return code;
}
