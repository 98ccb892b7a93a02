import type { ServiceHost } from "../service.ts";
import { ExpressionReader } from "./expressions/expression-reader.ts";
import { TableDirectory } from "./tables/table-directory.ts";

/** What DynamoDB keeps in memory, from the server's start to its stop. */
export interface DynamoDbState {
  readonly tables: TableDirectory;
  readonly expressions: ExpressionReader;
}

export function createDynamoDbState(host: ServiceHost): DynamoDbState {
  return { tables: new TableDirectory(host), expressions: new ExpressionReader() };
}
