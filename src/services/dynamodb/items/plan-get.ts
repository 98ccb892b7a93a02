import type { OperationInput } from "../../service.ts";
import { checkScalarKeys } from "../expressions/check-attributes.ts";
import { checkOlderParameters, checkParameters, type ExpressionInput } from "../expressions/check-parameters.ts";
import type { ExpressionReader } from "../expressions/expression-reader.ts";
import type { Projection } from "../expressions/projection.ts";
import type { DynamoDb } from "../model.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { checkKey } from "../values/check-key.ts";
import { checkAttributes } from "../values/check-value.ts";
import { type RowKey, toRowKey } from "./row-key.ts";

export interface PlannedGet {
  readonly table: KnownTable;
  readonly row: RowKey;
  readonly projection: Projection | undefined;
}

/** An item that is to be read. What is checked first needs no table, as on AWS. */
export function planGet(
  reader: ExpressionReader,
  input: Partial<OperationInput<DynamoDb, "GetItem">>,
): (table: KnownTable) => PlannedGet {
  const { Key: key = {} } = input;
  const given = input as ExpressionInput;
  checkParameters("GetItem", given);
  checkAttributes(key);
  checkOlderParameters(given);
  const { projection } = reader.read(given);
  return (table) => {
    checkKey(key, table.key);
    if (projection) checkScalarKeys(projection.paths, table.key, table.indexKeys);
    return { table, row: toRowKey(table, key), projection };
  };
}
