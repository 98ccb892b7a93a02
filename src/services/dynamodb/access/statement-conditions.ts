import { ExpressionWriter } from "../partiql/expression-writer.ts";
import { keyTests } from "../partiql/key-tests.ts";
import { parseStatement } from "../partiql/parse-statement.ts";
import type { Statement } from "../partiql/statement.ts";
import { toWrite } from "../partiql/to-write.ts";
import { findSource } from "../reads/find-source.ts";
import type { DynamoDbState } from "../state.ts";
import type { KnownTable } from "../tables/known-table.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { itemConditions } from "./item-conditions.ts";

type Conditions = Record<string, readonly string[]>;

/** The same of a statement of PartiQL, which does what an operation on items does. One that does nothing, as it is wrong, says nothing. */
export function statementConditions(
  { Statement: text, Parameters, EnclosingOperation }: Readonly<Record<string, unknown>>,
  table: KnownTable,
  state: DynamoDbState,
): Conditions {
  const parameters = (Parameters ?? []) as readonly AttributeValue[];
  try {
    const statement = parseStatement(String(text));
    if (statement.kind === "SELECT" && !statement.isExists)
      return ofSelect(statement, table, parameters, state, EnclosingOperation);
    const { Put, Update, Delete, ConditionCheck } = toWrite(statement, table, parameters);
    const ReturnValues = "returning" in statement ? statement.returning : undefined;
    const input = { ...(Put ?? Update ?? Delete ?? ConditionCheck), ReturnValues, EnclosingOperation };
    return itemConditions("", input, table, state);
  } catch {
    return {};
  }
}

function ofSelect(
  { source, where, paths }: Statement & { readonly kind: "SELECT" },
  table: KnownTable,
  parameters: readonly AttributeValue[],
  state: DynamoDbState,
  EnclosingOperation: unknown,
): Conditions {
  const { key } = findSource(table, { IndexName: source.index });
  const { equal, among } = keyTests(where, key);
  const hash = key.filter(({ isHash }) => isHash).map(({ name }) => name);
  const isQuery = hash.every((name) => equal.has(name) || among.has(name));
  const writer = new ExpressionWriter(parameters);
  const Keys = hash.flatMap((name) =>
    [equal.get(name) ?? [], among.get(name) ?? []].flat().map((value): Item => ({ [name]: writer.literal(value) })),
  );
  const input = {
    IndexName: source.index,
    EnclosingOperation,
    Keys,
    FilterExpression: where && writer.where(where),
    ProjectionExpression: paths?.map((path) => writer.path(path)).join(", "),
    ...writer.placeholders(),
  };
  return {
    ...itemConditions("Query", input, table, state),
    "dynamodb:fulltablescan": [String(!isQuery)],
  };
}
