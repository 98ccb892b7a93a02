import type { ServiceHost } from "../service.ts";
import { ExpressionReader } from "./expressions/expression-reader.ts";
import { Metering } from "./metering/metering.ts";
import { TableDirectory } from "./tables/table-directory.ts";

/** What DynamoDB keeps in memory, from the server's start to its stop. */
export interface DynamoDbState {
  readonly tables: TableDirectory;
  readonly expressions: ExpressionReader;
  readonly metering: Metering;
}

export function createDynamoDbState(host: ServiceHost): DynamoDbState {
  return { tables: new TableDirectory(host), expressions: new ExpressionReader(), metering: new Metering(host) };
}

export async function stopDynamoDb({ metering }: DynamoDbState): Promise<void> {
  await metering.stop();
}
