export const units = { Seconds: 1, Minutes: 60, Hours: 3_600, Days: 86_400 } as const;

export type Unit = keyof typeof units;

/** A time as the form has it: a number that is still being typed, and its unit. */
export interface Duration {
  readonly value: string;
  readonly unit: Unit;
}

/** In the largest unit without a rest. */
export function toDuration(seconds: number): Duration {
  const all = (Object.keys(units) as Unit[]).reverse();
  const unit = (seconds > 0 && all.find((name) => seconds % units[name] === 0)) || "Seconds";
  return { value: String(seconds / units[unit]), unit };
}

/** NaN for what is no number. */
export function toSeconds({ value, unit }: Duration): number {
  return /^\d+$/.test(value) ? Number(value) * units[unit] : Number.NaN;
}

/** "4 days", "30 seconds". */
export function inWords(seconds: number | string | undefined): string {
  if (seconds === undefined) return "-";
  const { value, unit } = toDuration(Number(seconds));
  return `${value} ${(value === "1" ? unit.slice(0, -1) : unit).toLowerCase()}`;
}
