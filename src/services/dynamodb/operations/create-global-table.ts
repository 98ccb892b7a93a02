import { notSupported } from "../errors.ts";
import type { DynamoDbOperation } from "../operation.ts";

/** A table is in one region. */
export const createGlobalTable: DynamoDbOperation<"CreateGlobalTable"> = async () => {
  throw notSupported("global tables");
};
