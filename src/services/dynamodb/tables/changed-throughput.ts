import type { ProvisionedThroughput, Throughput } from "./table.ts";

export function isSameThroughput(one: Throughput, other: Throughput): boolean {
  return one.ReadCapacityUnits === other.ReadCapacityUnits && one.WriteCapacityUnits === other.WriteCapacityUnits;
}

/** Remembers when it was last raised and lowered. */
export function withTimes(
  former: ProvisionedThroughput | undefined,
  { ReadCapacityUnits, WriteCapacityUnits }: Throughput,
  nowMs: number,
): ProvisionedThroughput {
  const { ReadCapacityUnits: reads = 0, WriteCapacityUnits: writes = 0, ...times } = former ?? {};
  return {
    ...times,
    ...((ReadCapacityUnits > reads || WriteCapacityUnits > writes) && { increasedMs: nowMs }),
    ...((ReadCapacityUnits < reads || WriteCapacityUnits < writes) && { decreasedMs: nowMs }),
    ReadCapacityUnits,
    WriteCapacityUnits,
  };
}
