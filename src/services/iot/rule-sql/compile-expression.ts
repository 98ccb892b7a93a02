import { cast } from "./cast.ts";
import { findFunction, isExternal } from "./functions/functions.ts";
import type { Evaluation, ExternalCall, ExternalFunction } from "./message-facts.ts";
import { isEqual, not, operators } from "./operators.ts";
import { compileQuery } from "./query.ts";
import type { Compiled } from "./scope.ts";
import { SqlEvaluationError } from "./sql-error.ts";
import { sqlLimits } from "./sql-limits.ts";
import type { Expression } from "./syntax.ts";
import { memberOf, setMember, toBoolean, toJson, type Value } from "./value.ts";
import { sizeOf } from "./value-size.ts";

/**
 * Thrown where a function has to ask another service: the statement is evaluated again when the answer is there. So everything else is plain, synchronous
 * code, and only statements that ask pay for it.
 */
export class AnswerNeeded {
  readonly key: string;
  readonly call: ExternalCall;

  constructor(key: string, call: ExternalCall) {
    this.key = key;
    this.call = call;
  }
}

/** Makes a function of an expression. */
export function compileExpression(expression: Expression): Compiled {
  switch (expression.is) {
    case "literal":
      return () => expression.value;
    case "payload":
      return ({ root }) => root;
    case "name":
      return ({ root }) => memberOf(root, expression.name);
    case "variable":
      return ({ evaluation: { variables } }) =>
        Object.hasOwn(variables, expression.name) ? variables[expression.name] : undefined;
    case "member": {
      const of = compileExpression(expression.of);
      return (scope) => memberOf(of(scope), expression.name);
    }
    case "cast": {
      const value = compileExpression(expression.value);
      return (scope) => cast(value(scope), expression.type);
    }
    case "call":
      return compileCall(expression.name, expression.args.map(compileExpression));
    case "unary":
      return compileUnary(expression);
    case "binary":
      return compileBinary(expression);
    case "array": {
      const items = expression.items.map(compileExpression);
      return (scope) => items.map((item) => item(scope));
    }
    case "object":
      return compileObject(expression.members.map(([name, value]) => [name, compileExpression(value)]));
    case "case":
      return compileCase(expression);
    case "query":
      return compileQuery(expression.query, expression.from, compileExpression);
    case "exists": {
      const query = compileExpression(expression.query);
      return (scope) => {
        const found = query(scope);
        return Array.isArray(found) ? found.length > 0 : found !== undefined;
      };
    }
  }
}

function compileCall(name: string, args: readonly Compiled[]): Compiled {
  if (isExternal(name))
    return (scope) =>
      ask(
        name as ExternalFunction,
        args.map((arg) => arg(scope)),
        scope.evaluation,
      );
  const found = findFunction(name);
  if (!found || args.length < found.least || args.length > found.most) return () => undefined;
  const { apply } = found;
  return (scope) =>
    apply(
      args.map((arg) => arg(scope)),
      scope.evaluation,
    );
}

function ask(name: ExternalFunction, args: readonly Value[], { answers }: Evaluation): Value {
  const key = `${name}${toJson(args)}`;
  if (answers.has(key)) return answers.get(key);
  if (answers.size >= sqlLimits.externalCalls)
    throw new SqlEvaluationError("the statement asks other services too often for one message");
  throw new AnswerNeeded(key, { name, args });
}

function compileUnary({ operator, operand }: Extract<Expression, { is: "unary" }>): Compiled {
  const value = compileExpression(operand);
  if (operator === "not") return (scope) => not(value(scope));
  const apply = operators["-"];
  return operator === "-" ? (scope) => apply(0, value(scope)) : (scope) => apply(value(scope), 0);
}

function compileBinary(expression: Extract<Expression, { is: "binary" }>): Compiled {
  const [left, right] = [compileExpression(expression.left), compileExpression(expression.right)];
  if (expression.operator === "and" || expression.operator === "or") {
    // What decides alone: false for AND, true for OR.
    const decides = expression.operator === "or";
    return (scope) => {
      const first = toBoolean(left(scope));
      if (first === decides) return decides;
      const second = toBoolean(right(scope));
      if (second === decides && first !== undefined) return decides;
      return first === undefined ? undefined : second;
    };
  }
  const apply = operators[expression.operator];
  return (scope) => {
    const [first, second] = [left(scope), right(scope)];
    // Comparing what is nested looks at all of it.
    if (typeof first === "object" && typeof second === "object")
      scope.evaluation.spend(1, sizeOf(first, sqlLimits.characters));
    const value = apply(first, second);
    if (typeof value === "string") scope.evaluation.spend(1, value.length);
    return value;
  };
}

function compileObject(members: readonly (readonly [string, Compiled])[]): Compiled {
  return (scope) => {
    const object: Record<string, Value> = {};
    for (const [name, value] of members) setMember(object, name, value(scope));
    return object;
  };
}

function compileCase({ of, branches, otherwise }: Extract<Expression, { is: "case" }>): Compiled {
  const subject = of && compileExpression(of);
  const ways = branches.map(([when, then]) => [compileExpression(when), compileExpression(then)] as const);
  const last = otherwise && compileExpression(otherwise);
  return (scope) => {
    const value = subject?.(scope);
    for (const [when, then] of ways) {
      const holds = subject ? isEqual(value, when(scope)) : toBoolean(when(scope));
      if (holds === true) return then(scope);
    }
    return last?.(scope);
  };
}
