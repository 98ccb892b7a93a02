import { ownValue } from "../../../platform/own-value.ts";
import { limits } from "../limits.ts";
import type { Command, ParseCommand, SortKey, StatsCommand } from "./command.ts";
import type { Expression, NamedExpression } from "./expression.ts";
import { parseExpression } from "./parse-expression.ts";
import { QueryReader } from "./query-reader.ts";

/**
 * Reads a query in the language of Logs Insights: commands between pipes. Throws MalformedQueryException with the place of the
 * error, and InvalidParameterException for a command that Squall does not have. Source: "CloudWatch Logs Insights language
 * query syntax".
 */
export function parseQuery(text: string): readonly Command[] {
  const reader = new QueryReader(text);
  const commands: Command[] = [];
  do commands.push(readCommand(reader));
  while (reader.take("|"));
  if (!reader.isAtEnd) reader.fail();
  const stats = commands.filter((command) => command.kind === "stats");
  if (stats.length > limits.insightsStatsCommands) {
    reader.failAt(stats.at(-1)?.from ?? 0, `a query can have up to ${limits.insightsStatsCommands} stats commands`);
  }
  return commands;
}

function readCommand(reader: QueryReader): Command {
  const from = reader.at;
  const name = reader.word()?.toLowerCase() ?? reader.fail();
  if (absent.has(name)) reader.refuse(`the ${name} command of Logs Insights`);
  const read = ownValue(readers, name);
  if (read) return read(reader, from);
  return reader.failAt(from, `unexpected symbol found ${name} at line ${lineOf(reader.text, from)}`);
}

const absent: ReadonlySet<string> = new Set([
  ...["anomaly", "diff", "filterindex", "join", "lookup", "pattern", "source", "subquery", "unmask", "unnest"],
  ...["addtotals", "eventstats", "relevantfields", "top", "rare"],
]);

const readers: Readonly<Record<string, (reader: QueryReader, from: number) => Command>> = {
  fields: (reader) => ({ kind: "fields", columns: readColumns(reader) }),
  field: (reader) => ({ kind: "fields", columns: readColumns(reader) }),
  display: (reader) => ({ kind: "display", columns: readColumns(reader) }),
  filter: (reader) => ({ kind: "filter", condition: parseExpression(reader) }),
  where: (reader) => ({ kind: "filter", condition: parseExpression(reader) }),
  parse: readParse,
  stats: readStats,
  sort: readSort,
  order: readSort,
  limit: readLimit,
  head: readLimit,
  dedup: (reader) => ({ kind: "dedup", fields: readList(reader, () => parseExpression(reader)) }),
};

function readList<T>(reader: QueryReader, readItem: () => T): T[] {
  const items: T[] = [];
  do items.push(readItem());
  while (reader.take(","));
  return items;
}

function readColumns(reader: QueryReader): NamedExpression[] {
  return readList(reader, () => readColumn(reader));
}

function readColumn(reader: QueryReader): NamedExpression {
  const from = reader.at;
  const expression = parseExpression(reader);
  const written = expression.kind === "field" ? expression.name : reader.since(from);
  if (!reader.takeWord("as")) return { expression, name: written, isAliased: false };
  return { expression, name: reader.fieldName() ?? reader.fail(), isAliased: true };
}

/** `parse @message "user=*, took *ms" as user, took` or `parse @message /user=(?<user>\w+)/`; `@message` may be left out. */
function readParse(reader: QueryReader): ParseCommand {
  const from = reader.at;
  const startsWithPattern = /["'/]/.test(reader.text[from] ?? "");
  const subject: Expression = startsWithPattern ? { kind: "field", name: "@message" } : parseSubject(reader);
  const patternAt = reader.at;
  const glob = reader.quoted();
  const regex = glob === undefined ? (reader.regex() ?? reader.fail()) : undefined;
  const aliases = reader.takeWord("as") ? readList(reader, () => reader.fieldName() ?? reader.fail()) : undefined;
  if (regex) {
    const names = aliases ?? regex.names;
    if (aliases ? aliases.length !== regex.names.length : !names.some((name) => name !== undefined)) {
      reader.failAt(patternAt, "the expression of parse must have a named group, or a group for each alias");
    }
    return { kind: "parse", subject, pattern: regex, names };
  }
  const pieces = (glob ?? "").split("*");
  if (pieces.length < 2 || aliases?.length !== pieces.length - 1) {
    reader.failAt(patternAt, "the pattern of parse must have as many wildcards as there are aliases");
  }
  return { kind: "parse", subject, pattern: pieces, names: aliases ?? [] };
}

/** A field, or a function of one; not an operator, of which `/` would begin the expression. */
function parseSubject(reader: QueryReader): Expression {
  const isCall = /^[A-Za-z_]\w*\s*\(/.test(reader.text.slice(reader.at, reader.at + 100));
  if (isCall) return reader.refuse("parse of anything but a field");
  return { kind: "field", name: reader.fieldName() ?? reader.fail() };
}

function readStats(reader: QueryReader, from: number): StatsCommand {
  const aggregates = readColumns(reader);
  return { kind: "stats", aggregates, by: reader.takeWord("by") ? readColumns(reader) : [], from };
}

function readSort(reader: QueryReader): Command {
  reader.takeWord("by");
  return { kind: "sort", keys: readList(reader, () => readSortKey(reader)) };
}

function readSortKey(reader: QueryReader): SortKey {
  const expression = parseExpression(reader);
  const descending = reader.takeWord("desc");
  if (!descending) reader.takeWord("asc");
  return { expression, descending };
}

function readLimit(reader: QueryReader): Command {
  const from = reader.at;
  const rows = Number((reader.match(/\d{1,9}(?![\w.])/y) ?? reader.fail())[0]);
  if (rows < 1 || rows > limits.insightsMostRows) {
    reader.failAt(from, `limit must be between 1 and ${limits.insightsMostRows}`);
  }
  return { kind: "limit", rows };
}

function lineOf(text: string, at: number): string {
  const before = text.slice(0, at).split("\n");
  return `${before.length} and position ${before.at(-1)?.length ?? 0}`;
}
