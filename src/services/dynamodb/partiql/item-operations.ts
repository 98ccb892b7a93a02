import type { DynamoDbOperation } from "../operation.ts";

/** The operations that statements become: who runs statements has them. */
export interface ItemOperations {
  readonly query: DynamoDbOperation<"Query">;
  readonly scan: DynamoDbOperation<"Scan">;
  readonly putItem: DynamoDbOperation<"PutItem">;
  readonly updateItem: DynamoDbOperation<"UpdateItem">;
  readonly deleteItem: DynamoDbOperation<"DeleteItem">;
}
