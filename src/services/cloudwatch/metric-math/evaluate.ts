import { type CallExpression, type Expression, ExpressionError } from "./expression.ts";
import { callFunction, type FunctionContext } from "./functions.ts";
import { applyOperator, negate } from "./operators.ts";
import type { TimeSeries } from "./time-series.ts";
import { isArray, isSeries, type Value } from "./value.ts";

export interface EvaluationContext extends FunctionContext {
  /** The result of the request's query of that id. */
  readonly query: (id: string) => readonly TimeSeries[] | undefined;
  /** What a SEARCH of the expression has found, read before. */
  readonly found: (search: CallExpression) => readonly TimeSeries[];
}

/** The series that an expression gives. A scalar alone is refused, as on AWS. Throws ExpressionError. */
export function evaluateExpression(expression: Expression, context: EvaluationContext): readonly TimeSeries[] {
  const value = evaluate(expression, context);
  if (isArray(value)) return value;
  if (isSeries(value)) return [value];
  throw new ExpressionError("The expression must give a time series or an array of time series");
}

function evaluate(expression: Expression, context: EvaluationContext): Value {
  switch (expression.kind) {
    case "number":
    case "text":
      return expression.value;
    case "negate":
      return negate(evaluate(expression.operand, context));
    case "binary":
      return applyOperator(
        expression.operator,
        evaluate(expression.left, context),
        evaluate(expression.right, context),
      );
    case "array":
      return expression.items.flatMap((item) => toMembers(evaluate(item, context)));
    case "call":
      if (expression.name === "SEARCH") return context.found(expression);
      return callFunction(
        expression.name,
        expression.parameters.map((parameter) => evaluate(parameter, context)),
        context,
      );
    case "name":
      return evaluateName(expression.name, context);
  }
}

/** Ids begin with a lower-case letter; a word in capitals is a function's setting: REPEAT, DESC, AVG. */
function evaluateName(name: string, context: EvaluationContext): Value {
  if (/^[A-Z]/.test(name)) return name;
  const series = context.query(name);
  if (!series) throw new ExpressionError(`Undefined variable ${name}`);
  const [only] = series;
  return series.length === 1 && only ? only : series;
}

function toMembers(value: Value): readonly TimeSeries[] {
  if (isArray(value)) return value;
  if (isSeries(value)) return [value];
  throw new ExpressionError("Arrays are of time series");
}
