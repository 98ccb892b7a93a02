/** Times back from now that a page may look at; X-Ray looks at a day at most. */
export const ranges = [
  { id: "5m", minutes: 5 },
  { id: "30m", minutes: 30 },
  { id: "1h", minutes: 60 },
  { id: "6h", minutes: 360 },
  { id: "1d", minutes: 1_440 },
] as const;

export type RangeId = (typeof ranges)[number]["id"];

export function toRangeId(given: string | null): RangeId {
  return ranges.find(({ id }) => id === given)?.id ?? "1h";
}

/** From then until now; a little ahead, for clocks that are. */
export function rangeOf(id: RangeId, nowMs: number): { readonly StartTime: Date; readonly EndTime: Date } {
  const { minutes } = ranges.find((range) => range.id === id)!;
  return { StartTime: new Date(nowMs - minutes * 60_000 + aheadMs), EndTime: new Date(nowMs + aheadMs) };
}

const aheadMs = 1_000;
