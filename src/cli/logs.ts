import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ApiError, type ApiTarget, apiTarget, callJson } from "./api-client.ts";
import { durationMs } from "./duration.ts";

const help = `usage: squall logs NAME [--follow] [--since DURATION] [--filter PATTERN] [--endpoint URL] [--region R]

Prints the log of a function of a running Squall. NAME is a function's, or a log group's if it begins with a slash.
  -f, --follow       go on as lines arrive
  --since DURATION   how far back, like 90s, 10m, 24h or 7d (default 10m)
  --filter PATTERN   CloudWatch Logs' filter pattern
`;

interface LogEvent {
  readonly eventId: string;
  readonly timestamp: number;
  readonly message: string;
}

const pollMs = 250;
/** How far back each look goes: lines are stored a little after they were written. */
const overlapMs = 5_000;

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
    process.stdout.write(help);
    return values.help ? 0 : 2;
  }
  const target = apiTarget(values);
  const group = name.startsWith("/") ? name : `/aws/lambda/${name}`;
  const printed = new Set<string>();
  let fromMs = Date.now() - durationMs(values.since);
  for (;;) {
    let newestMs = fromMs;
    for await (const event of readEvents(target, group, fromMs, values.filter)) {
      newestMs = Math.max(newestMs, event.timestamp);
      if (printed.has(event.eventId)) continue;
      printed.add(event.eventId);
      process.stdout.write(event.message.endsWith("\n") ? event.message : `${event.message}\n`);
    }
    if (!values.follow) return 0;
    fromMs = Math.max(fromMs, newestMs - overlapMs);
    forgetOldest(printed);
    await delay(pollMs);
  }
}

async function* readEvents(
  target: ApiTarget,
  logGroupName: string,
  startTime: number,
  filterPattern: string | undefined,
): AsyncGenerator<LogEvent> {
  for (let nextToken: string | undefined, first = true; first || nextToken; first = false) {
    const page: { events?: LogEvent[]; nextToken?: string } = await filterEvents(target, {
      logGroupName,
      startTime,
      filterPattern,
      nextToken,
    });
    yield* page.events ?? [];
    nextToken = page.nextToken;
  }
}

/** A function that has not run yet has no log group: that is an empty log. */
async function filterEvents(target: ApiTarget, input: object): Promise<{ events?: LogEvent[]; nextToken?: string }> {
  try {
    return await callJson(target, "logs", "Logs_20140328.FilterLogEvents", input);
  } catch (error) {
    if (error instanceof ApiError && error.code === "ResourceNotFoundException") return {};
    throw error;
  }
}

const mostRemembered = 20_000;

function forgetOldest(printed: Set<string>): void {
  for (const id of printed) {
    if (printed.size <= mostRemembered) return;
    printed.delete(id);
  }
}
