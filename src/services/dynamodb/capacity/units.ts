const kib = 1024;

/** Four KB that are read consistently are a unit, otherwise half of one. Source: "DynamoDB read and write operations". */
export function toReadUnits(bytes: number, isConsistent: boolean): number {
  const units = Math.max(Math.ceil(bytes / (4 * kib)), 1);
  return isConsistent ? units : units / 2;
}

/** A KB that is written is a unit. */
export function toWriteUnits(bytes: number): number {
  return Math.max(Math.ceil(bytes / kib), 1);
}
