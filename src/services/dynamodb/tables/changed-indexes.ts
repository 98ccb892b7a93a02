import type { GlobalSecondaryIndexUpdate } from "@aws-sdk/client-dynamodb";
import { limitExceeded, notSupported, parameterInvalid, throughputIsSame, validationException } from "../errors.ts";
import { limits } from "../limits.ts";
import type { DynamoDbContext } from "../operation.ts";
import { wantedParts } from "../partitions/begin-division.ts";
import { isSameThroughput, withTimes } from "./changed-throughput.ts";
import { checkGlobalIndex, checkProjectedAttributes } from "./check-schema.ts";
import { changedWarm, checkOnDemand, checkUnits } from "./check-throughput.ts";
import { newIndex } from "./new-index.ts";
import type { GlobalIndex, Table, Throughput } from "./table.ts";

export interface IndexChanges {
  readonly globalIndexes: readonly GlobalIndex[];
  /** One that is to be filled from the items that are there. */
  readonly created: GlobalIndex | undefined;
}

type Part = Pick<DynamoDbContext, "host"> & { readonly isSwitched: boolean };

/** A table's global indexes as they are to be. Throws AWS's errors. */
export function changedIndexes(table: Table, updates: readonly GlobalSecondaryIndexUpdate[], part: Part): IndexChanges {
  let globalIndexes: readonly GlobalIndex[] = table.globalIndexes;
  let created: GlobalIndex | undefined;
  for (const { Create, Delete, Update } of updates) {
    if (Create) {
      created = create({ ...table, globalIndexes }, Create, part);
      globalIndexes = [...globalIndexes, created];
    } else if (Delete) globalIndexes = remove(table, globalIndexes, Delete.IndexName ?? "");
    else if (Update) globalIndexes = update(table, globalIndexes, Update, part);
  }
  if (part.isSwitched && table.billing === "PAY_PER_REQUEST")
    globalIndexes = globalIndexes.map((index) => ({ ...index, throughput: undefined }));
  checkProjectedAttributes([...table.localIndexes, ...globalIndexes]);
  return { globalIndexes, created };
}

function create(table: Table, given: NonNullable<GlobalSecondaryIndexUpdate["Create"]>, { host }: Part): GlobalIndex {
  const { globalIndexes, localIndexes, name } = table;
  if ([...globalIndexes, ...localIndexes].some((index) => index.name === given.IndexName))
    throw validationException(
      `Attempting to create an index which already exists. Index: ${given.IndexName}, table: ${name}`,
    );
  if (globalIndexes.some(({ status }) => status === "CREATING" || status === "DELETING"))
    throw limitExceeded(
      "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
    );
  if (globalIndexes.length >= limits.globalIndexes)
    throw parameterInvalid("GlobalSecondaryIndex count exceeds the per-table limit of 20");
  checkGlobalIndex(table.attributes, given);
  return { ...newIndex(given, table.billing, { host }), filled: [] };
}

function remove({ name: table }: Table, indexes: readonly GlobalIndex[], name: string): GlobalIndex[] {
  const index = indexes.find((one) => one.name === name);
  if (!index) throw indexNotFound(name, table);
  return indexes.map((one) => (one === index ? { ...one, status: "DELETING" } : one));
}

function update(
  { billing, partitions }: Table,
  indexes: readonly GlobalIndex[],
  given: NonNullable<GlobalSecondaryIndexUpdate["Update"]>,
  { host }: Part,
): GlobalIndex[] {
  const index = indexes.find((one) => one.name === given.IndexName);
  if (!index)
    throw validationException(
      "This operation cannot be performed with given input values. Please contact DynamoDB service team for more info: Action Blocked: IndexUpdate",
    );
  const { ProvisionedThroughput: throughput } = given;
  if (throughput) {
    if (billing === "PAY_PER_REQUEST")
      throw parameterInvalid(
        `ProvisionedThroughput should not be specified for index: ${index.name} when BillingMode is PAY_PER_REQUEST`,
      );
    checkUnits(throughput as Throughput, index.name);
    if (index.throughput && isSameThroughput(index.throughput, throughput as Throughput))
      throw throughputIsSame(index.throughput, throughput as Throughput, index.name);
  }
  const warm = changedWarm(given.WarmThroughput, index, index.name);
  if (given.WarmThroughput && wantedParts({ throughput: undefined, warm }) > (index.partitions ?? partitions))
    throw notSupported("more warm throughput for a global index than it was made for");
  const changed: GlobalIndex = {
    ...index,
    status: index.status === "ACTIVE" ? "UPDATING" : index.status,
    throughput: throughput
      ? withTimes(index.throughput, throughput as Throughput, host.clock.nowMs())
      : index.throughput,
    onDemand: given.OnDemandThroughput ? checkOnDemand(given.OnDemandThroughput, billing) : index.onDemand,
    warm,
  };
  return indexes.map((one) => (one === index ? changed : one));
}

function indexNotFound(name: string, table: string) {
  return validationException(`The table does not have the specified index: ${name}, table: ${table}`);
}
