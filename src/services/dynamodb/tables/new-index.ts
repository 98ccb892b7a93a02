import type { GlobalSecondaryIndex } from "@aws-sdk/client-dynamodb";
import type { DynamoDbContext } from "../operation.ts";
import { wantedParts } from "../partitions/begin-division.ts";
import { toGlobalIndex } from "./check-schema.ts";
import { checkOnDemand, checkThroughput, checkWarm } from "./check-throughput.ts";
import type { GlobalIndex, Table } from "./table.ts";

/** A global index as it is asked for. Throws ValidationException. */
export function newIndex(
  given: GlobalSecondaryIndex,
  billing: Table["billing"],
  { host }: Pick<DynamoDbContext, "host">,
): GlobalIndex {
  const throughput = checkThroughput(given.ProvisionedThroughput, billing);
  const warm = checkWarm(given.WarmThroughput, throughput, given.IndexName);
  return toGlobalIndex(given, {
    partitions: wantedParts({ throughput, warm }),
    id: host.random.uuid(),
    status: "CREATING",
    throughput,
    onDemand: checkOnDemand(given.OnDemandThroughput, billing),
    warm,
  });
}
