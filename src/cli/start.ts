import { type Config, ConfigError, describeSettings, readConfig } from "../config.ts";
import { rootCredentialsFile } from "../gateway/root-credentials.ts";
import { DirectoryLockedError } from "../platform/directory-lock.ts";
import { ForeignDirectoryError } from "../platform/private-directory.ts";
import { createServer, type Server } from "../server.ts";

const help = `usage: squall start [FLAGS]

Runs Squall until it is told to stop (SIGINT, SIGTERM). Point any AWS client at it:
  export AWS_ENDPOINT_URL=http://localhost:4566 AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1

${describeSettings()}
`;

export async function run(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(help);
    return 0;
  }
  const config = readConfig(args, process.env);
  const server = await startServer(config);
  process.stdout.write(`Squall is ready at ${server.endpoint} after ${Math.round(performance.now())} ms\n`);
  if (config.auth === "enforce") {
    process.stdout.write(`The root user's access key is in ${config.dataDir}/${rootCredentialsFile}\n`);
  }
  await untilToldToStop();
  await server.close();
  return 0;
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
