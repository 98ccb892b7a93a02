import { parseArgs } from "node:util";
import { ConfigError } from "../config.ts";
import { type ApiTarget, apiTarget, callJson } from "./api-client.ts";
import { print } from "./print.ts";

const help = `usage: squall bill [--month YYYY-MM] [--group-by day|function|tag:KEY] [--free-tier on|off] [--endpoint URL]

Prints what a month used on a running Squall, and what the same use would cost on AWS, at its list prices.
  --month YYYY-MM    which month (default: this one)
  --group-by GROUP   a line for each day, function (the default) or value of a tag
  --free-tier on|off with or without AWS's monthly free tier (default on)
`;

interface MetricValues {
  readonly [metric: string]: { readonly Amount: string; readonly Unit: string } | undefined;
}

interface Result {
  readonly TimePeriod: { readonly Start: string };
  readonly Total: MetricValues;
  readonly Groups: readonly { readonly Keys: readonly string[]; readonly Metrics: MetricValues }[];
}

/** One line of the table. */
interface BillLine {
  requests: number;
  gbSeconds: number;
  cost: number;
}

export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      month: { type: "string" },
      "group-by": { type: "string", default: "function" },
      "free-tier": { type: "string", default: "on" },
      endpoint: { type: "string" },
      region: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    print(help);
    return 0;
  }
  const freeTier = values["free-tier"];
  if (freeTier !== "on" && freeTier !== "off") throw new ConfigError(`--free-tier takes on or off, not ${freeTier}.`);
  const month = values.month ?? new Date().toISOString().slice(0, 7);
  const period = toPeriod(month);
  const grouping = toGrouping(values["group-by"]);
  const target = apiTarget(values);
  const usage = { TimePeriod: period, Metrics: ["UnblendedCost", "UsageQuantity"] };
  const results = await getCosts(target, {
    ...usage,
    Granularity: grouping.granularity,
    GroupBy: [...grouping.groups, { Type: "DIMENSION", Key: "USAGE_TYPE" }],
  });
  const lines = toLines(results, grouping.nameOf);
  const credits = freeTier === "on" ? await getCredits(target, period) : 0;
  print(format(month, grouping.title, lines, freeTier === "on" ? credits : undefined));
  return 0;
}

function toPeriod(month: string): { Start: string; End: string } {
  const [, year, number] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month) ?? [];
  if (year === undefined) throw new ConfigError(`${month} is no month: write it like 2026-11.`);
  const end = new Date(Date.UTC(Number(year), Number(number)));
  return { Start: `${month}-01`, End: end.toISOString().slice(0, 10) };
}

interface Grouping {
  readonly title: string;
  readonly granularity: "DAILY" | "MONTHLY";
  readonly groups: readonly { readonly Type: string; readonly Key: string }[];
  readonly nameOf: (result: Result, keys: readonly string[]) => string;
}

function toGrouping(text: string): Grouping {
  if (text === "day") {
    return { title: "day", granularity: "DAILY", groups: [], nameOf: ({ TimePeriod }) => TimePeriod.Start };
  }
  if (text === "function") {
    const groups = [{ Type: "DIMENSION", Key: "RESOURCE_ID" }];
    return {
      title: "function",
      granularity: "MONTHLY",
      groups,
      nameOf: (_result, [arn = ""]) => arn.replace(/^.*:/, ""),
    };
  }
  const key = /^tag:(.+)$/.exec(text)?.[1];
  if (key === undefined) throw new ConfigError(`--group-by takes day, function or tag:KEY, not ${text}.`);
  const nameOf = (_result: Result, [value = ""]: readonly string[]) => value.slice(key.length + 1) || `(no ${key})`;
  return { title: key, granularity: "MONTHLY", groups: [{ Type: "TAG", Key: key }], nameOf };
}

async function getCosts(target: ApiTarget, input: object): Promise<Result[]> {
  const results: Result[] = [];
  let NextPageToken: string | undefined;
  do {
    const operation = "AWSInsightsIndexService.GetCostAndUsage";
    const page: { ResultsByTime: Result[]; NextPageToken?: string } = await callJson(target, "ce", operation, {
      ...input,
      NextPageToken,
    });
    results.push(...page.ResultsByTime);
    NextPageToken = page.NextPageToken;
  } while (NextPageToken);
  return results;
}

/** What the free tier pays, as a negative amount. */
async function getCredits(target: ApiTarget, period: object): Promise<number> {
  const [result] = await getCosts(target, {
    TimePeriod: period,
    Granularity: "MONTHLY",
    Metrics: ["UnblendedCost"],
    Filter: { Dimensions: { Key: "RECORD_TYPE", Values: ["Credit"] } },
  });
  return Number(result?.Total.UnblendedCost?.Amount ?? 0);
}

function toLines(results: readonly Result[], nameOf: Grouping["nameOf"]): Map<string, BillLine> {
  const lines = new Map<string, BillLine>();
  for (const result of results) {
    for (const { Keys, Metrics } of result.Groups) {
      const name = nameOf(result, Keys);
      const line = lines.get(name) ?? { requests: 0, gbSeconds: 0, cost: 0 };
      lines.set(name, line);
      const usageType = Keys.at(-1) ?? "";
      const quantity = Number(Metrics.UsageQuantity?.Amount ?? 0);
      if (/(^|-)Request(-ARM)?$/.test(usageType)) line.requests += quantity;
      if (/Lambda-(Provisioned-)?GB-Second(-ARM)?$/.test(usageType)) line.gbSeconds += quantity;
      line.cost += Number(Metrics.UnblendedCost?.Amount ?? 0);
    }
  }
  return lines;
}

function format(
  month: string,
  title: string,
  lines: ReadonlyMap<string, BillLine>,
  credits: number | undefined,
): string {
  if (lines.size === 0) {
    return `Nothing was used in ${month}: it costs nothing, here and on AWS. An idle system costs nothing.\n`;
  }
  const total: BillLine = { requests: 0, gbSeconds: 0, cost: 0 };
  for (const line of lines.values()) {
    total.requests += line.requests;
    total.gbSeconds += line.gbSeconds;
    total.cost += line.cost;
  }
  const rows = [...lines, ["total", total] as const].map(([name, line]) => [
    name,
    count(line.requests),
    line.gbSeconds.toLocaleString("en-US", { minimumFractionDigits: 3, maximumFractionDigits: 3 }),
    dollars(line.cost),
  ]);
  if (credits !== undefined) {
    rows.push(["free tier", "", "", dollars(credits)]);
    rows.push(["to pay on AWS", "", "", dollars(total.cost + credits)]);
  }
  const table = toTable([[title, "requests", "GB-seconds", "cost on AWS"], ...rows]);
  return `What ${month} used, and what AWS would ask for it at its list prices:\n\n${table}\nHere it costs nothing. An idle system costs nothing anywhere.\n`;
}

function toTable(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const lines = rows.map(([name = "", ...figures]) =>
    [name.padEnd(widths[0] ?? 0), ...figures.map((text, index) => text.padStart(widths[index + 1] ?? 0))]
      .join("  ")
      .trimEnd(),
  );
  return lines.map((line) => `${line}\n`).join("");
}

function count(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
}

/** Cents are too coarse for a few invocations: as many digits as tell something. What a sum of fractions leaves beside nothing is nothing. */
function dollars(value: number): string {
  const isNothing = Math.abs(value) < 1e-9;
  const digits = Math.abs(value) >= 1 || isNothing ? 2 : 6;
  return `${value < 0 && !isNothing ? "-" : ""}$${Math.abs(value).toFixed(digits)}`;
}
