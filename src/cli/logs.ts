import { parseArgs } from "node:util";
import { apiTarget } from "./api-client.ts";
import { durationMs } from "./duration.ts";
import { printEvent, readLog } from "./log-events.ts";
import { print } from "./print.ts";

const help = `usage: squall logs NAME [--follow] [--since DURATION] [--filter PATTERN] [--endpoint URL] [--region R]

Prints the log of a function of a running Squall. NAME is a function's, or a log group's if it begins with a slash.
  -f, --follow       go on as lines arrive
  --since DURATION   how far back, like 90s, 10m, 24h or 7d (default 10m)
  --filter PATTERN   CloudWatch Logs' filter pattern
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      follow: { type: "boolean", short: "f" },
      since: { type: "string", default: "10m" },
      filter: { type: "string" },
      endpoint: { type: "string" },
      region: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  const [name] = positionals;
  if (values.help || name === undefined) {
    print(help);
    return values.help ? 0 : 2;
  }
  const target = apiTarget(values);
  const group = name.startsWith("/") ? name : `/aws/lambda/${name}`;
  const fromMs = Date.now() - durationMs(values.since);
  const { filter, follow = false } = values;
  for await (const event of readLog(target, { group, fromMs, filter, follow })) printEvent(event);
  return 0;
}
