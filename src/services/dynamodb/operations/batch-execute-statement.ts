import type { BatchStatementError, BatchStatementResponse, ConsumedCapacity } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../platform/aws-error.ts";
import { validationException } from "../errors.ts";
import type { DynamoDbContext, DynamoDbOperation } from "../operation.ts";
import { ExpressionWriter } from "../partiql/expression-writer.ts";
import { keyNotGiven } from "../partiql/partiql-errors.ts";
import { readStatement, type StatementInput } from "../partiql/run-statement.ts";
import { toKey } from "../partiql/to-write.ts";
import { findActiveTable } from "../tables/find-table.ts";
import { executeStatement } from "./execute-statement.ts";

/** Statements by themselves, each of one item: one that fails leaves the others as they are. */
export const batchExecuteStatement: DynamoDbOperation<"BatchExecuteStatement"> = async (input, context) => {
  const { Statements = [], ReturnConsumedCapacity } = input;
  if (Statements.length > mostStatements)
    throw validationException(
      `1 validation error detected: Value at 'statements' failed to satisfy constraint: Member must have length less than or equal to ${mostStatements}`,
    );
  const Responses: BatchStatementResponse[] = [];
  const used = new Map<string, ConsumedCapacity>();
  const count = (one: ConsumedCapacity | undefined) => {
    if (!one) return;
    const { TableName = "", CapacityUnits = 0 } = one;
    used.set(TableName, { ...one, CapacityUnits: CapacityUnits + (used.get(TableName)?.CapacityUnits ?? 0) });
  };
  for (const statement of Statements)
    Responses.push(await respond(context, { ...statement, ReturnConsumedCapacity }, count));
  return { Responses, ConsumedCapacity: used.size > 0 ? [...used.values()] : undefined };
};

/** Source: "BatchExecuteStatement". */
const mostStatements = 25;

async function respond(
  context: DynamoDbContext,
  input: StatementInput,
  count: (used: ConsumedCapacity | undefined) => void,
): Promise<BatchStatementResponse> {
  let TableName: string | undefined;
  try {
    await context.authorize("ExecuteStatement", { ...input });
    const statement = readStatement(input);
    if (statement.kind === "SELECT") {
      const table = await findActiveTable(context, statement.source.table);
      TableName = table.name;
      // It is one item that is asked for.
      if (statement.source.index !== undefined) throw keyNotGiven();
      toKey(statement.where, table, new ExpressionWriter(input.Parameters ?? []));
    }
    TableName = statement.source.table;
    const { Items = [], ConsumedCapacity } = await executeStatement(input as never, context);
    count(ConsumedCapacity);
    return { TableName, Item: Items[0] };
  } catch (error) {
    if (!(error instanceof AwsError) || error.fault !== "client") throw error;
    return { TableName, Error: toError(error) };
  }
}

function toError({ code, message, fields }: AwsError): BatchStatementError {
  const Code =
    code === "ValidationException"
      ? "ValidationError"
      : code.replace(/(?:Exception|FailedException)$/, (end) => (end === "FailedException" ? "Failed" : ""));
  const Item = fields.Item as BatchStatementError["Item"];
  return { Code: Code as BatchStatementError["Code"], Message: message, ...(Item && { Item }) };
}
