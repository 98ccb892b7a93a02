import type { ServiceHost } from "../service.ts";
import { Throughput } from "./capacity/throughput.ts";
import { ExpressionReader } from "./expressions/expression-reader.ts";
import { Metering } from "./metering/metering.ts";
import { Growth } from "./partitions/growth.ts";
import type { Moves } from "./partitions/moved.ts";
import { TableDirectory } from "./tables/table-directory.ts";

/** What DynamoDB keeps in memory, from the server's start to its stop. */
export interface DynamoDbState {
  readonly tables: TableDirectory;
  readonly expressions: ExpressionReader;
  readonly throughput: Throughput;
  readonly metering: Metering;
  readonly growth: Growth;
  readonly moves: Moves;
}

export function createDynamoDbState(host: ServiceHost): DynamoDbState {
  const throughput = new Throughput(host);
  const tables = new TableDirectory(host);
  return {
    tables,
    expressions: new ExpressionReader(),
    throughput,
    metering: new Metering(host, throughput),
    growth: new Growth(host, tables),
    moves: new Map(),
  };
}

export async function stopDynamoDb({ metering }: DynamoDbState): Promise<void> {
  await metering.stop();
}
