import type { ServiceHost } from "../service.ts";
import { Throughput } from "./capacity/throughput.ts";
import { ExpressionReader } from "./expressions/expression-reader.ts";
import { Metering } from "./metering/metering.ts";
import { TableDirectory } from "./tables/table-directory.ts";

/** What DynamoDB keeps in memory, from the server's start to its stop. */
export interface DynamoDbState {
  readonly tables: TableDirectory;
  readonly expressions: ExpressionReader;
  readonly throughput: Throughput;
  readonly metering: Metering;
}

export function createDynamoDbState(host: ServiceHost): DynamoDbState {
  const throughput = new Throughput(host);
  return {
    tables: new TableDirectory(host),
    expressions: new ExpressionReader(),
    throughput,
    metering: new Metering(host, throughput),
  };
}

export async function stopDynamoDb({ metering }: DynamoDbState): Promise<void> {
  await metering.stop();
}
