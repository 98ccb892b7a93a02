import { type Config, ConfigError, describeSettings, readConfig } from "../config.ts";
import { rootCredentialsFile } from "../gateway/root-credentials.ts";
import { DirectoryLockedError } from "../platform/directory-lock.ts";
import { raiseDiskThreads } from "../platform/disk-threads.ts";
import { createLog, type Log } from "../platform/log.ts";
import { ForeignDirectoryError } from "../platform/private-directory.ts";
import { createServer, type Server } from "../server.ts";
import { complain, print } from "./print.ts";

const help = `usage: squall start [FLAGS]

Runs Squall until it is told to stop (SIGINT, SIGTERM). Point any AWS client at it:
  export AWS_ENDPOINT_URL=http://localhost:4566 AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1

${describeSettings()}
`;

export async function run(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    print(help);
    return 0;
  }
  raiseDiskThreads();
  const config = readConfig(args, process.env);
  outliveFaults(createLog(config.logLevel));
  const server = await alive(startServer(config));
  print(`Squall is ready at ${server.endpoint} after ${Math.round(performance.now())} ms\n`);
  if (config.auth === "enforce") {
    print(`The root user's access key is in ${config.dataDir}/${rootCredentialsFile}\n`);
  }
  const expelled = await Promise.race([untilToldToStop(), server.expelled]);
  if (expelled) complain(`${expelled.message}\n`);
  await alive(server.close());
  return expelled ? 1 : 0;
}

/** What waits for an answer, a pause or a timeout does not keep the process alive by itself: it would end in the middle, without a word. */
async function alive<T>(work: Promise<T>): Promise<T> {
  const keeper = setInterval(() => {}, 60_000);
  try {
    return await work;
  } finally {
    clearInterval(keeper);
  }
}

/** Throws ConfigError where another choice of flags helps. */
async function startServer(config: Config): Promise<Server> {
  try {
    return await createServer(config);
  } catch (error) {
    if (error instanceof DirectoryLockedError || error instanceof ForeignDirectoryError)
      throw new ConfigError(error.message);
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") {
      throw new ConfigError(
        `port ${config.port} is in use: stop what listens there, or choose another with --port N (0 takes a free one).`,
      );
    }
    throw error;
  }
}

/**
 * What one request throws where nobody catches it must not end the server for all others (docs/decisions/0015-what-ends-a-server.md). It is
 * a fault of ours all the same, and told as one; a server in which they do not cease is of no use, and ends.
 */
export function outliveFaults(
  log: Log,
  events: NodeJS.EventEmitter = process,
  exit: () => void = () => process.exit(70),
): void {
  const times: number[] = [];
  const outlive = (error: unknown) => {
    log.error("a fault that nobody caught", { error: error instanceof Error ? error.stack : String(error) });
    times.push(performance.now());
    if (times.length > mostFaultsAMinute && performance.now() - (times.shift() ?? 0) < 60_000) exit();
  };
  events.on("uncaughtException", outlive);
  events.on("unhandledRejection", outlive);
}

const mostFaultsAMinute = 100;

/** A second signal does not wait for a clean stop. */
function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    let told = false;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        if (told) process.exit(130);
        told = true;
        resolve();
      });
    }
  });
}
