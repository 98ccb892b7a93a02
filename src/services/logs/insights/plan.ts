import { limits } from "../limits.ts";
import type { Command, SortKey } from "./command.ts";
import { compileExpression } from "./compile-expression.ts";
import type { Expression } from "./expression.ts";
import type { Evaluate, FunctionContext } from "./functions/insights-function.ts";
import type { Row } from "./row.ts";
import { dedupStage } from "./stages/dedup-stage.ts";
import { limitStage } from "./stages/limit-stage.ts";
import { parseStage } from "./stages/parse-stage.ts";
import { sortStage } from "./stages/sort-stage.ts";
import { type CreateStage, eachRow, type Stage } from "./stages/stage.ts";
import { statsStage } from "./stages/stats-stage.ts";
import { MemoryBudget } from "./stats/memory-budget.ts";
import { isTrue } from "./value.ts";

/** A query that can run once. */
export interface QueryPlan {
  /** The columns of a result, in their order. */
  readonly columns: readonly string[];
  /** Where the events go in, the newest first. `output` is called for each row of the result, at the latest by `end`. */
  connect(output: (row: Row) => void, onMatch: () => void): Stage;
}

export interface PlanOptions extends FunctionContext {
  /** How many rows the result may have, besides what the query says. */
  readonly rows: number | undefined;
  /** The events come from several groups, one after the other: without an order of the query's own they are sorted by time. */
  readonly severalGroups: boolean;
}

/** Puts a query's commands together. Throws MalformedQueryException for functions and arguments that do not exist. */
export function planQuery(query: readonly Command[], options: PlanOptions): QueryPlan {
  const commands = withOrder(query, options.severalGroups);
  const hasLimit = commands.some(({ kind }) => kind === "limit");
  const rows = options.rows ?? (hasLimit ? limits.insightsMostRows : limits.insightsRows);
  const budget = new MemoryBudget();
  const stages = commands.flatMap((command, index) =>
    toStages(command, {
      ...{ options, budget },
      wanted: rowsWanted(commands.slice(index + 1), rows),
      summary: summaryColumns(commands.slice(0, index)),
    }),
  );
  const matchAt = stages.findIndex(({ gathers }) => gathers);
  const before = stages.slice(0, matchAt < 0 ? undefined : matchAt);
  const after = matchAt < 0 ? [] : stages.slice(matchAt);
  return {
    columns: toColumns(commands),
    connect: (output, onMatch) => {
      const count: CreateStage = eachRow(() => {
        onMatch();
        return true;
      });
      const all = [
        ...before.map(({ create }) => create),
        count,
        ...after.map(({ create }) => create),
        limitStage(rows),
      ];
      const sink: Stage = { push: output, end: () => {} };
      return all.reduceRight<Stage>((next, create) => create(next), sink);
    },
  };
}

interface PlannedStage {
  readonly create: CreateStage;
  /** It looks at more than one row: the rows that come to the first of these are those that match. */
  readonly gathers: boolean;
}

interface Surroundings {
  readonly options: PlanOptions;
  readonly budget: MemoryBudget;
  /** How many of the command's rows can matter to those that follow; undefined if all can. */
  readonly wanted: number | undefined;
  /** The columns of a `stats` before it, whose functions are now no more than names. */
  readonly summary: ReadonlySet<string>;
}

function toStages(command: Command, { options, budget, wanted, summary }: Surroundings): PlannedStage[] {
  const compile = (expression: Expression) =>
    compileExpression(expression, options, ({ text }) => (summary.has(text) ? (row: Row) => row.get(text) : undefined));
  switch (command.kind) {
    case "filter": {
      const condition = compile(command.condition);
      return [{ create: eachRow((row) => isTrue(condition(row))), gathers: false }];
    }
    case "fields":
    case "display":
      return command.columns
        .filter(({ expression, isAliased, name }) => isAliased || (expression.kind !== "field" && !summary.has(name)))
        .map(({ expression, name }) => ({ create: assignStage(name, compile(expression)), gathers: false }));
    case "parse":
      return [{ create: parseStage(command, compile(command.subject)), gathers: false }];
    case "stats":
      return [{ create: statsStage({ ...command, context: options, budget }), gathers: true }];
    case "sort": {
      const keys = command.keys.map(({ expression, descending }) => ({ evaluate: compile(expression), descending }));
      return [{ create: sortStage(keys, wanted), gathers: true }];
    }
    case "limit":
      return [{ create: limitStage(command.rows), gathers: true }];
    case "dedup":
      return [{ create: dedupStage(command.fields.map(compile), budget), gathers: true }];
  }
}

function summaryColumns(before: readonly Command[]): ReadonlySet<string> {
  const stats = before.findLast((command) => command.kind === "stats");
  return new Set(stats ? [...stats.by, ...stats.aggregates].map(({ name }) => name) : []);
}

function assignStage(name: string, evaluate: Evaluate): CreateStage {
  return eachRow((row) => {
    row.set(name, evaluate(row));
    return true;
  });
}

/** Undefined if what follows may drop some rows and need others. */
function rowsWanted(following: readonly Command[], rows: number): number | undefined {
  for (const command of following) {
    if (command.kind === "limit") return command.rows;
    if (command.kind === "filter" || command.kind === "dedup" || command.kind === "stats" || command.kind === "sort") {
      return undefined;
    }
  }
  return rows;
}

const byTime: SortKey = { expression: { kind: "field", name: "@timestamp" }, descending: true };

function withOrder(commands: readonly Command[], severalGroups: boolean): readonly Command[] {
  const first = commands.findIndex(
    ({ kind }) => kind === "limit" || kind === "dedup" || kind === "stats" || kind === "sort",
  );
  const command = commands[first];
  if (!severalGroups || command?.kind === "stats" || command?.kind === "sort") return commands;
  const sort: Command = { kind: "sort", keys: [byTime] };
  return first < 0 ? [...commands, sort] : [...commands.slice(0, first), sort, ...commands.slice(first)];
}

/** `display` says all columns; else they are what `stats` makes, or those of `fields` and `parse`. */
function toColumns(commands: readonly Command[]): readonly string[] {
  const columns = new Set<string>();
  let isDisplayed = false;
  let isSummary = false;
  let hasFields = false;
  for (const command of commands) {
    if (command.kind === "stats") {
      columns.clear();
      isSummary = true;
      for (const { name } of [...command.by, ...command.aggregates]) columns.add(name);
    } else if (command.kind === "display") {
      columns.clear();
      isDisplayed = true;
      for (const { name } of command.columns) columns.add(name);
    } else if (command.kind === "fields" && !isDisplayed) {
      hasFields = true;
      for (const { name } of command.columns) columns.add(name);
    } else if (command.kind === "parse" && !isDisplayed) {
      for (const name of command.names) if (name !== undefined) columns.add(name);
    }
  }
  if (isSummary) return [...columns];
  const shown = hasFields || isDisplayed ? columns : new Set(["@timestamp", "@message", ...columns]);
  return [...shown.add("@ptr")];
}
