import type { ServiceHost } from "../../service.ts";
import { TableDirectory } from "../tables/table-directory.ts";

/** What DynamoDB Streams keeps in memory: the tables whose streams are read. */
export interface DynamoDbStreamsState {
  readonly tables: TableDirectory;
}

export function createDynamoDbStreamsState(host: ServiceHost): DynamoDbStreamsState {
  return { tables: new TableDirectory(host) };
}
