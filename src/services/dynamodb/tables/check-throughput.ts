import type {
  ProvisionedThroughput as Given,
  OnDemandThroughput as GivenOnDemand,
  WarmThroughput as GivenWarm,
} from "@aws-sdk/client-dynamodb";
import { parameterInvalid, validationException } from "../errors.ts";
import { limits } from "../limits.ts";
import type { OnDemandThroughput, Throughput, WarmThroughput } from "./table.ts";

/** What a provisioned table or index needs, and no other may have. Throws ValidationException. */
export function checkThroughput(given: Given | undefined, billing: string): Throughput | undefined {
  if (billing === "PAY_PER_REQUEST") {
    if (given)
      throw parameterInvalid(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
      );
    return undefined;
  }
  const { ReadCapacityUnits, WriteCapacityUnits } = given ?? {};
  if (!ReadCapacityUnits || !WriteCapacityUnits)
    throw parameterInvalid(
      "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED",
    );
  checkUnits({ ReadCapacityUnits, WriteCapacityUnits });
  return { ReadCapacityUnits, WriteCapacityUnits };
}

export function checkUnits({ ReadCapacityUnits, WriteCapacityUnits }: Throughput, index?: string): void {
  const of = index === undefined ? "" : ` for index ${index}`;
  if (ReadCapacityUnits > limits.tableCapacityUnits)
    throw validationException(`Given value ${ReadCapacityUnits} for ReadCapacityUnits is out of bounds${of}`);
  if (WriteCapacityUnits > limits.tableCapacityUnits)
    throw validationException(`Given value ${WriteCapacityUnits} for WriteCapacityUnits is out of bounds${of}`);
}

/** What a table that is billed by request may take at most. Throws ValidationException. */
export function checkOnDemand(given: GivenOnDemand | undefined, billing: string): OnDemandThroughput | undefined {
  if (!given) return undefined;
  if (billing !== "PAY_PER_REQUEST")
    throw parameterInvalid("OnDemandThroughput can only be specified when BillingMode is PAY_PER_REQUEST");
  for (const [member, units] of Object.entries(given))
    if (units !== undefined && units !== -1 && units < 1)
      throw parameterInvalid(`Given value ${units} for ${member} is out of bounds`);
  const { MaxReadRequestUnits = -1, MaxWriteRequestUnits = -1 } = given;
  return { MaxReadRequestUnits, MaxWriteRequestUnits };
}

export function checkWarm(given: GivenWarm | undefined): WarmThroughput | undefined {
  if (!given) return undefined;
  const { ReadUnitsPerSecond, WriteUnitsPerSecond } = given;
  return {
    ...(ReadUnitsPerSecond !== undefined && { ReadUnitsPerSecond }),
    ...(WriteUnitsPerSecond !== undefined && { WriteUnitsPerSecond }),
  };
}
