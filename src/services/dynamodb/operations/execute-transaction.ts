import { isNamed } from "../../../platform/aws-error.ts";
import { transactionCanceled, validationException } from "../errors.ts";
import type { DynamoDbContext, DynamoDbOperation } from "../operation.ts";
import { ExpressionWriter } from "../partiql/expression-writer.ts";
import { readStatement } from "../partiql/run-statement.ts";
import { selected } from "../partiql/select.ts";
import type { Statement } from "../partiql/statement.ts";
import { toKey, toWrite } from "../partiql/to-write.ts";
import { findActiveTable } from "../tables/find-table.ts";
import type { Reason } from "../transactions/cancellation.ts";
import type { AttributeValue } from "../values/attribute-value.ts";
import { transactGetItems } from "./transact-get-items.ts";
import { transactWriteItems } from "./transact-write-items.ts";

/** Statements that read, or statements that write, each of one item: all or none. */
export const executeTransaction: DynamoDbOperation<"ExecuteTransaction"> = async (input, context) => {
  const { TransactStatements: given = [], ClientRequestToken, ReturnConsumedCapacity } = input;
  const parts: Part[] = [];
  for (const each of given) {
    await context.authorize("ExecuteStatement", { ...each, EnclosingOperation: "ExecuteTransaction" });
    const { ReturnValuesOnConditionCheckFailure: returns } = each;
    parts.push({ statement: readStatement(each), parameters: each.Parameters ?? [], returns });
  }
  // Who may run the statements may do what they do.
  const allowed: DynamoDbContext = { ...context, authorize: async () => {} };
  const isRead = ({ statement }: Part) => statement.kind === "SELECT" && !statement.isExists;
  if (parts.every(isRead)) return read(parts, allowed, ReturnConsumedCapacity);
  if (parts.some(isRead))
    throw validationException(
      "ExecuteTransaction API does not support both read and write operations in the same request",
    );
  const TransactItems = [];
  for (const { statement, parameters, returns } of parts) {
    const table = await findActiveTable(context, statement.source.table);
    const [[kind, write]] = Object.entries(toWrite(statement, table, parameters)) as [[string, object]];
    TransactItems.push({ [kind]: { ...write, ReturnValuesOnConditionCheckFailure: returns } });
  }
  try {
    const { ConsumedCapacity } = await transactWriteItems(
      { TransactItems: TransactItems as never, ClientRequestToken, ReturnConsumedCapacity },
      allowed,
    );
    // Recorded of AWS: what writes answers with none.
    return { Responses: [], ConsumedCapacity };
  } catch (error) {
    throw isNamed(error, "TransactionCanceledException")
      ? transactionCanceled(
          (error.fields.CancellationReasons as Reason[]).map((reason, at) => toReason(reason, parts[at]!)),
        )
      : error;
  }
};

interface Part {
  readonly statement: Statement;
  readonly parameters: readonly AttributeValue[];
  readonly returns: "ALL_OLD" | "NONE" | undefined;
}

/** An INSERT's own condition is told by another name. */
function toReason(reason: Reason, { statement }: Part): Reason {
  if (statement.kind !== "INSERT" || reason.Code !== "ConditionalCheckFailed") return reason;
  return { Code: "DuplicateItem", Message: "Duplicate primary key exists in table" };
}

async function read(
  parts: readonly Part[],
  context: DynamoDbContext,
  ReturnConsumedCapacity: Parameters<typeof transactGetItems>[0]["ReturnConsumedCapacity"],
) {
  const TransactItems = [];
  for (const { statement, parameters } of parts) {
    const table = await findActiveTable(context, statement.source.table);
    const { where } = statement as Statement & { kind: "SELECT" };
    const { Key, conditions } = toKey(where, table, new ExpressionWriter(parameters));
    if (conditions.length > 0)
      throw validationException("A SELECT in a transaction can only have conditions on the primary key");
    TransactItems.push({ Get: { TableName: table.name, Key } });
  }
  const { Responses = [], ConsumedCapacity } = await transactGetItems(
    { TransactItems, ReturnConsumedCapacity },
    context,
  );
  return {
    Responses: Responses.map(({ Item }, at) => {
      const { paths } = parts[at]!.statement as Statement & { kind: "SELECT" };
      return Item ? { Item: paths ? selected(Item, paths) : Item } : {};
    }),
    ConsumedCapacity,
  };
}
