import { parseArgs } from "node:util";
import { ConfigError } from "../config.ts";
import { defaultEndpoint } from "./api-client.ts";
import { durationMs } from "./duration.ts";
import { print } from "./print.ts";

const help = `usage: squall clock advance DURATION [--endpoint URL]
       squall clock next [--endpoint URL]

Moves a running Squall's time forward, and what became due runs: retries, schedules, retention. The clock stops at the time of each schedule, so that
they run in order, each with what came of those before it. Where that would take longer than half a minute the clock leaps to the end, and the rest of
them follow by themselves, in order: of these, runs that are then older than their target's MaximumEventAgeInSeconds (a day, unless it is said) are
dropped, as AWS drops them.
DURATION is like 90s, 5m, 24h or 7d; next goes on to the time of the next schedule. The endpoint is http://localhost:4566, or AWS_ENDPOINT_URL.
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { endpoint: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  const [verb, duration] = positionals;
  const isNext = verb === "next" && duration === undefined;
  if (values.help || (!isNext && (verb !== "advance" || duration === undefined))) {
    print(help);
    return values.help ? 0 : 2;
  }
  const endpoint = values.endpoint ?? process.env.AWS_ENDPOINT_URL ?? defaultEndpoint;
  const response = await post(
    `${endpoint}/_squall/clock`,
    isNext ? { toNextSchedule: true } : { advanceMilliseconds: durationMs(duration ?? "") },
  );
  const { now, due = 0, message } = (await response.json()) as { now?: string; due?: number; message?: string };
  if (!response.ok) {
    print(`${message}\n`);
    return 1;
  }
  print(`Squall's time is now ${now}\n`);
  if (due > 0)
    print(
      `${due} schedule${due === 1 ? " is" : "s are"} still due: they go on in order (timers.due in /_squall/health)\n`,
    );
  return 0;
}

async function post(url: string, body: unknown): Promise<Response> {
  try {
    return await fetch(url, { method: "POST", body: JSON.stringify(body) });
  } catch {
    throw new ConfigError(`nothing answers at ${url}: start it with \`npm start\`, or name it with --endpoint.`);
  }
}
