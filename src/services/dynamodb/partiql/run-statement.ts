import type { ReturnConsumedCapacity } from "@aws-sdk/client-dynamodb";
import { isNamed } from "../../../platform/aws-error.ts";
import type { DynamoDbContext } from "../operation.ts";
import { findActiveTable } from "../tables/find-table.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { checkValue } from "../values/check-value.ts";
import { validationException } from "../values/validation-exception.ts";
import type { ItemOperations } from "./item-operations.ts";
import { parseStatement } from "./parse-statement.ts";
import { duplicateItem, wrongParameterCount } from "./partiql-errors.ts";
import { type Selected, select } from "./select.ts";
import type { Statement } from "./statement.ts";
import { toWrite } from "./to-write.ts";

export interface StatementInput {
  readonly Statement?: string | undefined;
  readonly Parameters?: readonly AttributeValue[] | undefined;
  readonly ConsistentRead?: boolean | undefined;
  readonly Limit?: number | undefined;
  readonly NextToken?: string | undefined;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: "ALL_OLD" | "NONE" | undefined;
}

/** Reads a statement and checks that it has as many parameters as the request. Throws ValidationException. */
export function readStatement({ Statement = "", Parameters = [] }: StatementInput): Statement {
  const statement = parseStatement(Statement);
  for (const parameter of Parameters) checkValue(parameter);
  if (statement.parameters !== Parameters.length) throw wrongParameterCount();
  return statement;
}

/** Runs one statement by itself. */
export async function runStatement(
  context: DynamoDbContext,
  input: StatementInput,
  by: ItemOperations,
): Promise<Partial<Selected>> {
  const statement = readStatement(input);
  if (statement.kind === "SELECT" && statement.isExists)
    throw validationException("EXISTS is only supported in a transaction");
  const table = await findActiveTable(context, statement.source.table);
  const parameters = input.Parameters ?? [];
  if (statement.kind === "SELECT") return select(context, table, statement, { ...input, parameters }, by);
  const { Put, Update, Delete } = toWrite(statement, table, parameters);
  const { ReturnConsumedCapacity, ReturnValuesOnConditionCheckFailure } = input;
  const more = { ReturnConsumedCapacity, ReturnValuesOnConditionCheckFailure };
  if (Put) {
    const { ConsumedCapacity } = await refusingDuplicates(() => by.putItem({ ...Put, ...more } as never, context));
    return { Items: [], ConsumedCapacity };
  }
  const ReturnValues = "returning" in statement ? statement.returning : undefined;
  const { Attributes, ConsumedCapacity } = await (Update
    ? by.updateItem({ ...Update, ...more, ReturnValues } as never, context)
    : by.deleteItem({ ...Delete, ...more, ReturnValues } as never, context));
  return { Items: Attributes ? [Attributes as Item] : [], ConsumedCapacity };
}

async function refusingDuplicates<T>(put: () => Promise<T>): Promise<T> {
  try {
    return await put();
  } catch (error) {
    throw isNamed(error, "ConditionalCheckFailedException") ? duplicateItem() : error;
  }
}
