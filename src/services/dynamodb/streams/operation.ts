import type { Operation, OperationContext, OperationName } from "../../service.ts";
import type { DynamoDbStreams } from "./model.ts";
import type { DynamoDbStreamsState } from "./state.ts";

export type StreamsOperation<N extends OperationName<DynamoDbStreams>> = Operation<
  DynamoDbStreams,
  N,
  DynamoDbStreamsState
>;
export type StreamsContext = OperationContext<DynamoDbStreamsState>;
