import { boundedJson } from "./bounded-json.ts";
import { AnswerNeeded, compileExpression } from "./compile-expression.ts";
import type { Evaluation, MessageFacts, SqlSurroundings } from "./message-facts.ts";
import { parseRuleExpression, parseRuleSql } from "./parse-rule-sql.ts";
import { compileCondition, compileOutput } from "./query.ts";
import { readsJson } from "./reads-json.ts";
import type { Compiled, Scope } from "./scope.ts";
import { SqlEvaluationError } from "./sql-error.ts";
import { sqlLimits } from "./sql-limits.ts";
import type { SqlVersion } from "./syntax.ts";
import { compileTemplate, type Template } from "./template.ts";
import { toText } from "./to-text.ts";
import { type Value, valueOfJson } from "./value.ts";
import { sizeOf } from "./value-size.ts";

/** A rule's SQL, compiled once. */
export interface RuleStatement {
  /** Undefined for a rule that only Basic Ingest reaches. */
  readonly topicFilter: string | undefined;
  /** A substitution template of one of the rule's actions. Throws SqlSyntaxError. */
  readonly template: (text: string) => Template;
  readonly begin: (message: MessageFacts, surroundings: SqlSurroundings) => RuleRun;
}

/** One message on its way through one rule. All its parts reject with SqlEvaluationError, or as `ask` does. */
export interface RuleRun {
  /** What the actions get; undefined if the condition does not hold. */
  readonly output: () => Promise<Output | undefined>;
  /** A template filled. Undefined values are empty texts. */
  readonly fill: (template: Template) => Promise<string>;
}

export interface Output {
  readonly value: Value;
  /** As it is sent: JSON, or the payload's own bytes. */
  readonly bytes: Buffer;
}

/** The payload is not JSON, and the statement looks into it. */
export class PayloadIsNotJsonError extends SqlEvaluationError {}

/** Throws SqlSyntaxError. */
export function compileStatement(sql: string, version: SqlVersion): RuleStatement {
  const statement = parseRuleSql(sql, version);
  const output = compileOutput(statement, compileExpression);
  const condition = compileCondition(statement, compileExpression);
  const variables = statement.variables.map(([name, value]) => [name, compileExpression(value)] as const);
  const needsJson = readsJson(statement);
  const isWhole = statement.items.length === 1 && statement.items[0]?.expression === undefined;
  const select = (scope: Scope): Output | undefined => {
    if (condition && !condition(scope)) return undefined;
    const value = output(scope);
    // The payload as it came: digits, order and blanks are kept.
    if (isWhole) return { value, bytes: scope.evaluation.message.payload };
    return { value, bytes: boundedJson(value) };
  };
  return {
    topicFilter: statement.topicFilter,
    template: (text) =>
      compileTemplate(text, (expression) => compileExpression(parseRuleExpression(expression, version))),
    begin: (message, surroundings) => {
      const run = new Run(version, message, surroundings, variables);
      return {
        output: () => {
          if (needsJson && run.isBinary) throw new PayloadIsNotJsonError("the payload is not JSON");
          return run.evaluate(select);
        },
        fill: (template) => run.evaluate((scope) => template.map((part) => textOf(part, scope)).join("")),
      };
    },
  };
}

function textOf(part: string | Compiled, scope: Scope): string {
  return typeof part === "string" ? part : (toText(part(scope)) ?? "");
}

class Run {
  readonly isBinary: boolean;
  readonly #evaluation: Evaluation;
  readonly #answers = new Map<string, Value>();
  readonly #variables: readonly (readonly [string, Compiled])[];
  #set: Record<string, Value> | undefined;
  #steps = 0;
  #characters = 0;

  constructor(
    version: SqlVersion,
    message: MessageFacts,
    surroundings: SqlSurroundings,
    variables: readonly (readonly [string, Compiled])[],
  ) {
    const payload = readPayload(message.payload);
    this.isBinary = Buffer.isBuffer(payload);
    this.#variables = variables;
    this.#evaluation = {
      ...surroundings,
      message,
      version,
      payload,
      variables: {},
      answers: this.#answers,
      spend: (steps, characters = 0) => {
        this.#steps += steps;
        this.#characters += characters;
        if (this.#steps > sqlLimits.steps || this.#characters > sqlLimits.characters)
          throw new SqlEvaluationError("the statement does too much for one message");
      },
    };
  }

  async evaluate<T>(compute: (scope: Scope) => T): Promise<T> {
    for (;;) {
      try {
        const evaluation = this.#evaluation;
        const variables = this.#variables.length === 0 ? evaluation.variables : this.#setVariables();
        return compute({ root: evaluation.payload, evaluation: { ...evaluation, variables } });
      } catch (needed) {
        if (needed instanceof RangeError) throw new SqlEvaluationError("a value is nested too deeply");
        if (!(needed instanceof AnswerNeeded)) throw needed;
        this.#answers.set(needed.key, await this.#evaluation.ask(needed.call));
      }
    }
  }

  /** Once for all expressions of the rule. */
  #setVariables(): Readonly<Record<string, Value>> {
    if (this.#set) return this.#set;
    const variables: Record<string, Value> = {};
    const scope = { root: this.#evaluation.payload, evaluation: { ...this.#evaluation, variables } };
    for (const [name, value] of this.#variables) {
      variables[name] = value(scope);
      // One that has another in it twice, and so on, would double with each.
      sizeOf(variables[name], sqlLimits.characters);
    }
    this.#set = variables;
    return variables;
  }
}

/** An empty payload is no JSON either. */
function readPayload(bytes: Buffer): Value {
  try {
    return valueOfJson(bytes.toString("utf8"));
  } catch {
    return bytes;
  }
}
