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

type Warmed = { readonly warm?: WarmThroughput | undefined; readonly throughput: Throughput | undefined };

/** What a table or an index can take at once: what was set, or more that is provisioned by now, or what each begins with. Source: "Understanding DynamoDB warm throughput". */
export function currentWarm({ warm, throughput }: Warmed): Required<WarmThroughput> {
  const { ReadCapacityUnits, WriteCapacityUnits } = throughput ?? onDemandWarm;
  return {
    ReadUnitsPerSecond: Math.max(warm?.ReadUnitsPerSecond ?? 0, ReadCapacityUnits),
    WriteUnitsPerSecond: Math.max(warm?.WriteUnitsPerSecond ?? 0, WriteCapacityUnits),
  };
}

const onDemandWarm: Throughput = { ReadCapacityUnits: 12_000, WriteCapacityUnits: 4_000 };
const onDemandPage =
  "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html#on-demand-cap";

/** Of a new table or index. Throws ValidationException where it is less than what each begins with. */
export function checkWarm(
  given: GivenWarm | undefined,
  throughput: Throughput | undefined,
  index?: string,
): WarmThroughput | undefined {
  if (!given) return undefined;
  const lower = lowerMember(given, currentWarm({ throughput }));
  if (lower !== undefined)
    throw parameterInvalid(
      throughput
        ? decreased(lower, index)
        : `Requested ${lower} for WarmThroughput for ${ofWhat(index)} is lower than initial throughput for OnDemand. See: ${onDemandPage}`,
    );
  return toWarm(given);
}

/** Of one that is there: it is only raised. Throws ValidationException. */
export function changedWarm(given: GivenWarm | undefined, now: Warmed, index?: string): WarmThroughput | undefined {
  if (!given) return now.warm;
  const lower = lowerMember(given, currentWarm(now));
  if (lower !== undefined) throw parameterInvalid(decreased(lower, index));
  return { ...now.warm, ...toWarm(given) };
}

function lowerMember(given: GivenWarm, least: Required<WarmThroughput>): keyof WarmThroughput | undefined {
  const members = ["ReadUnitsPerSecond", "WriteUnitsPerSecond"] as const;
  return members.find((member) => given[member] !== undefined && given[member] < least[member]);
}

function decreased(member: string, index: string | undefined): string {
  return `Requested ${member} for WarmThroughput for ${ofWhat(index)} is lower than current WarmThroughput, decreasing WarmThroughput is not supported`;
}

function ofWhat(index: string | undefined): string {
  return index === undefined ? "table" : `index ${index}`;
}

function toWarm({ ReadUnitsPerSecond, WriteUnitsPerSecond }: GivenWarm): WarmThroughput {
  return {
    ...(ReadUnitsPerSecond !== undefined && { ReadUnitsPerSecond }),
    ...(WriteUnitsPerSecond !== undefined && { WriteUnitsPerSecond }),
  };
}
