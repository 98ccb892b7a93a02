import type { Operation, OperationContext, OperationName } from "../service.ts";
import type { DynamoDb } from "./model.ts";
import type { DynamoDbState } from "./state.ts";

export type DynamoDbOperation<N extends OperationName<DynamoDb>> = Operation<DynamoDb, N, DynamoDbState>;
export type DynamoDbContext = OperationContext<DynamoDbState>;
