import { matchingValues } from "../fleet-index/matching-values.ts";
import type { IotOperation } from "../operation.ts";

/** How many different values a field has. */
export const getCardinality: IotOperation<"GetCardinality"> = async (input, context) => {
  const values = await matchingValues({ ...input, aggregationField: input.aggregationField ?? "thingName" }, context);
  return { cardinality: new Set(values.filter((value) => value !== undefined)).size };
};
