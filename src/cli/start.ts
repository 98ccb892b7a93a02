import { describeSettings, readConfig } from "../config.ts";
import { createServer } from "../server.ts";

const help = `usage: squall start [FLAGS]

Runs Squall until it is told to stop (SIGINT, SIGTERM). Point any AWS client at it:
  export AWS_ENDPOINT_URL=http://localhost:4566 AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1

${describeSettings()}
`;

export async function run(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(help);
    return 0;
  }
  const server = await createServer(readConfig(args, process.env));
  process.stdout.write(`Squall is ready at ${server.endpoint} after ${Math.round(performance.now())} ms\n`);
  await untilToldToStop();
  await server.close();
  return 0;
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
