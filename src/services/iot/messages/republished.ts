const field = /^Republished=(\d{1,3})$/;

/** How many rules a message has come through, as a call of `Publish` carries it from the last of them. */
export function republishedTrace(count: number): string {
  return `Republished=${count}`;
}

/** Undefined for a message that comes from no rule. */
export function readRepublished(trace: string | undefined): number | undefined {
  const count = trace === undefined ? undefined : field.exec(trace)?.[1];
  return count === undefined ? undefined : Number(count);
}
