import { parseArgs } from "node:util";
import { ConfigError } from "../config.ts";
import { defaultEndpoint } from "./api-client.ts";
import { complain, print } from "./print.ts";

const help = `usage: squall parked [list] [--json] [--endpoint URL]
       squall parked retry ID … | --all
       squall parked drop ID … | --all

What a running Squall has given up after twelve tries: deliveries (events of buckets, log subscriptions, alarms,
destinations of functions) and timers (what was to be done later). list shows what each is, where it is from and
why it failed; retry has it done again, once its target works; drop forgets it. The endpoint is http://localhost:4566, or AWS_ENDPOINT_URL. A server that runs with --auth enforce
only counts them, in /_squall/health.
`;

interface ParkedEffect {
  readonly id: string;
  readonly topic: string;
  readonly payload: string;
  readonly from: { readonly account: string; readonly region: string; readonly kind: string; readonly name: string };
  readonly failures: number;
  readonly reason: string;
  readonly parkedMs: number;
}

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      endpoint: { type: "string" },
      all: { type: "boolean" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  const [verb = "list", ...ids] = positionals;
  const base = `${values.endpoint ?? process.env.AWS_ENDPOINT_URL ?? defaultEndpoint}/_squall/parked`;
  if (values.help) return usage(0);
  if (verb === "list" && ids.length === 0 && !values.all) return list(base, values.json ?? false);
  const isSettling = verb === "retry" || verb === "drop";
  if (!isSettling || ids.length > 0 === (values.all ?? false)) return usage(2);
  return settle(`${base}/${verb}`, values.all ? { all: true } : { ids }, verb);
}

function usage(code: number): number {
  print(help);
  return code;
}

async function list(url: string, asJson: boolean): Promise<number> {
  let after = "";
  let count = 0;
  for (;;) {
    const answer = await ask(`${url}?after=${encodeURIComponent(after)}`);
    if (typeof answer === "string") return refused(answer);
    const { parked, next } = answer as { parked: readonly ParkedEffect[]; next?: string };
    for (const effect of parked) print(asJson ? `${JSON.stringify(effect)}\n` : describe(effect));
    count += parked.length;
    if (next === undefined) break;
    after = next;
  }
  if (count === 0 && !asJson) print("Nothing is parked.\n");
  return 0;
}

function describe({ id, topic, from, failures, reason, parkedMs }: ParkedEffect): string {
  const place = [from.account, from.region, from.name].filter((part) => part !== "").join(" ");
  const time = new Date(parkedMs).toISOString();
  return `${id}  ${topic}  from ${place}\n  parked ${time} after ${failures} ${failures === 1 ? "try" : "tries"}: ${reason}\n`;
}

async function settle(url: string, body: unknown, verb: "retry" | "drop"): Promise<number> {
  const answer = await ask(url, body);
  if (typeof answer === "string") return refused(answer);
  const { settled, missing } = answer as { settled: number; missing: readonly string[] };
  const done = verb === "retry" ? "tried again" : "dropped";
  print(`${settled} ${settled === 1 ? "is" : "are"} ${done}\n`);
  for (const id of missing) complain(`squall: nothing is parked as ${id}\n`);
  return missing.length > 0 ? 1 : 0;
}

function refused(message: string): number {
  complain(`squall: ${message}\n`);
  return 1;
}

/** Gives the answer, or the message of a refusal. */
async function ask(url: string, body?: unknown): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, body === undefined ? {} : { method: "POST", body: JSON.stringify(body) });
  } catch {
    throw new ConfigError(`nothing answers at ${url}: start it with \`npm start\`, or name it with --endpoint.`);
  }
  const answer = (await response.json()) as { message?: string };
  return response.ok ? answer : (answer.message ?? `${url} answered ${response.status}`);
}
