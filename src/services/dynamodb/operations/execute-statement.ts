import type { DynamoDbOperation } from "../operation.ts";
import { runStatement } from "../partiql/run-statement.ts";
import { deleteItem } from "./delete-item.ts";
import { putItem } from "./put-item.ts";
import { query } from "./query.ts";
import { scan } from "./scan.ts";
import { updateItem } from "./update-item.ts";

/** Runs a statement of PartiQL: a page of what it selects, or a write of one item. */
export const executeStatement: DynamoDbOperation<"ExecuteStatement"> = (input, context) =>
  runStatement(context, input, { query, scan, putItem, updateItem, deleteItem });
