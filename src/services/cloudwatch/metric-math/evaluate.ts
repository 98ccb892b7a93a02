import { type CallExpression, type Expression, ExpressionError } from "./expression.ts";
import { callFunction, type FunctionContext } from "./functions.ts";
import { applyOperator, negate } from "./operators.ts";
import type { TimeSeries } from "./time-series.ts";
import { isArray, isSeries, type Value } from "./value.ts";

export interface EvaluationContext extends FunctionContext {
  /** The result of the request's query of that id. */
  readonly query: (id: string) => Promise<readonly TimeSeries[] | undefined>;
  /** What a SEARCH of the expression has found, read before. */
  readonly found: (search: CallExpression) => readonly TimeSeries[];
}

/**
 * The series that an expression gives. A scalar alone is refused, as on AWS. Throws ExpressionError. Five hundred expressions of a
 * hundred functions each are worked out a function at a time, with a rest where a turn is over.
 */
export async function evaluateExpression(
  expression: Expression,
  context: EvaluationContext,
): Promise<readonly TimeSeries[]> {
  const value = await evaluate(expression, context);
  if (isArray(value)) return value;
  if (isSeries(value)) return [value];
  throw new ExpressionError("The expression must give a time series or an array of time series");
}

async function evaluate(expression: Expression, context: EvaluationContext): Promise<Value> {
  switch (expression.kind) {
    case "number":
    case "text":
      return expression.value;
    case "negate":
      return negate(await take(evaluate(expression.operand, context), context), context.budget);
    case "binary":
      return applyOperator(
        expression.operator,
        await take(evaluate(expression.left, context), context),
        await take(evaluate(expression.right, context), context),
        context.budget,
      );
    case "array": {
      const members: TimeSeries[] = [];
      for (const item of expression.items) members.push(...toMembers(await take(evaluate(item, context), context)));
      return members;
    }
    case "call": {
      if (expression.name === "SEARCH") return context.found(expression);
      const parameters: Value[] = [];
      for (const parameter of expression.parameters) parameters.push(await take(evaluate(parameter, context), context));
      return callFunction(expression.name, parameters, context);
    }
    case "name":
      return evaluateName(expression.name, context);
  }
}

/** A value that is worked on: that costs its points. */
async function take(evaluating: Promise<Value>, { budget }: EvaluationContext): Promise<Value> {
  const value = await evaluating;
  if (isArray(value)) for (const { points } of value) budget.spend(points.size);
  else if (isSeries(value)) budget.spend(value.points.size);
  await budget.rest();
  return value;
}

/** Ids begin with a lower-case letter; a word in capitals is a function's setting: REPEAT, DESC, AVG. */
async function evaluateName(name: string, context: EvaluationContext): Promise<Value> {
  if (/^[A-Z]/.test(name)) return name;
  const series = await context.query(name);
  if (!series) throw new ExpressionError(`Undefined variable ${name}`);
  const [only] = series;
  return series.length === 1 && only ? only : series;
}

function toMembers(value: Value): readonly TimeSeries[] {
  if (isArray(value)) return value;
  if (isSeries(value)) return [value];
  throw new ExpressionError("Arrays are of time series");
}
