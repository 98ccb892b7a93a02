import { ExpressionReader } from "./read-expression.ts";
import { SqlSyntaxError } from "./sql-error.ts";
import { sqlLimits } from "./sql-limits.ts";
import type { Expression, SqlVersion, Statement } from "./syntax.ts";

/** `SET … SELECT … FROM … WHERE …`. Throws SqlSyntaxError. Source: "AWS IoT SQL reference". */
export function parseRuleSql(source: string, version: SqlVersion): Statement {
  const reader = new ExpressionReader(source, version);
  const variables = reader.tokens.takeIf("set") ? readVariables(reader) : [];
  reader.tokens.expect("select");
  const { items, isValue } = reader.readSelected();
  const topicFilter = reader.tokens.takeIf("from") ? readTopicFilter(reader) : undefined;
  const where = reader.tokens.takeIf("where") ? reader.readExpression() : undefined;
  reader.expectEnd();
  return { variables, items, isValue, topicFilter, where };
}

/** One expression, of a substitution template. Throws SqlSyntaxError. */
export function parseRuleExpression(source: string, version: SqlVersion): Expression {
  const reader = new ExpressionReader(source, version);
  const expression = reader.readExpression();
  reader.expectEnd();
  return expression;
}

function readVariables(reader: ExpressionReader): (readonly [string, Expression])[] {
  const { tokens } = reader;
  const variables: (readonly [string, Expression])[] = [];
  do {
    const { kind, text } = tokens.next;
    if (kind !== "variable") throw tokens.unexpected("a variable");
    if (text.length - 1 > sqlLimits.variableCharacters)
      throw new SqlSyntaxError(`The variable ${text} has too long a name`);
    if (variables.some(([name]) => name === text)) throw new SqlSyntaxError(`The variable ${text} is set twice`);
    tokens.take();
    tokens.expect("=");
    variables.push([text, reader.readExpression()]);
  } while (tokens.takeIf(","));
  return variables;
}

function readTopicFilter({ tokens }: ExpressionReader): string {
  const filter = tokens.next.kind === "text" ? tokens.take().text : tokens.takeBareWord();
  if (filter === "") throw tokens.unexpected("a topic filter");
  return filter;
}
