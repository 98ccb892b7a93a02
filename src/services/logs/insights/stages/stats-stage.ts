import { limits } from "../../limits.ts";
import { compileExpression } from "../compile-expression.ts";
import type { NamedExpression } from "../expression.ts";
import type { Evaluate, FunctionContext } from "../functions/insights-function.ts";
import { PlainRow, valueBytes } from "../row.ts";
import { type Aggregate, type CreateAggregate, toAggregate } from "../stats/aggregates.ts";
import { type MemoryBudget, QueryTooLargeError } from "../stats/memory-budget.ts";
import { toText, type Value } from "../value.ts";
import type { CreateStage } from "./stage.ts";

export interface StatsOptions {
  readonly aggregates: readonly NamedExpression[];
  readonly by: readonly NamedExpression[];
  readonly context: FunctionContext;
  readonly budget: MemoryBudget;
}

interface Group {
  readonly values: readonly Value[];
  readonly aggregates: readonly Aggregate[];
}

/** One row for each combination of the values of `by`, in the order in which they first came. */
export function statsStage({ aggregates, by, context, budget }: StatsOptions): CreateStage {
  const columns = compileColumns(aggregates, context);
  const evaluators = by.map(({ expression }) => compileExpression(expression, context));
  const names = by.map(({ name }) => name);
  return (next) => {
    const groups = new Map<string, Group>();
    const createGroup = (values: readonly Value[]): Group => {
      if (groups.size >= limits.insightsGroupsOfStats) throw new QueryTooLargeError("stats has too many groups");
      budget.take(
        values.reduce<number>((sum, value) => sum + Math.ceil(valueBytes(value) / 64), columns.creators.length),
      );
      return { values, aggregates: columns.creators.map((create) => create(budget)) };
    };
    return {
      push: (row) => {
        const values = evaluators.map((evaluate) => evaluate(row));
        const key = keyOf(values);
        const group = groups.get(key) ?? createGroup(values);
        groups.set(key, group);
        for (const aggregate of group.aggregates) aggregate.add(row);
      },
      end: () => {
        for (const group of groups.values()) next.push(toRow(group, names, columns.outputs));
        groups.clear();
        next.end();
      },
    };
  };
}

interface Column {
  readonly name: string;
  readonly evaluate: Evaluate;
}

/** `sum(a) / count(*)` is calculated of the results of its functions, each of which has a hidden name in the group's row. */
function compileColumns(aggregates: readonly NamedExpression[], context: FunctionContext) {
  const creators: CreateAggregate[] = [];
  const outputs: Column[] = aggregates.map(({ name, expression }) => {
    const evaluate = compileExpression(expression, context, (call) => {
      const create = toAggregate(call, (part) => compileExpression(part, context));
      if (!create) return undefined;
      const hidden = hiddenName(creators.push(create) - 1);
      return (row) => row.get(hidden);
    });
    return { name, evaluate };
  });
  return { creators, outputs };
}

/** No field can be called so. */
function hiddenName(index: number): string {
  return `\0${index}`;
}

function toRow(group: Group, names: readonly string[], outputs: readonly Column[]): PlainRow {
  const results = new PlainRow();
  for (const [index, name] of names.entries()) results.set(name, group.values[index]);
  for (const [index, aggregate] of group.aggregates.entries()) results.set(hiddenName(index), aggregate.result());
  const row = new PlainRow();
  for (const [index, name] of names.entries()) row.set(name, group.values[index]);
  for (const { name, evaluate } of outputs) row.set(name, evaluate(results));
  return row;
}

function keyOf(values: readonly Value[]): string {
  const [only] = values;
  if (values.length === 1) return only === undefined ? "" : `=${toText(only)}`;
  return JSON.stringify(values.map((value) => toText(value) ?? null));
}
