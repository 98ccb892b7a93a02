/** A stretch of time: so long until now, or from one time to another. As text it stands in addresses: `3h`, or two times of ISO 8601 with a slash between. */
export type TimeSpan =
  | { readonly kind: "until-now"; readonly amount: number; readonly unit: SpanUnit }
  | { readonly kind: "between"; readonly start: string; readonly end: string };

export type SpanUnit = keyof typeof unitMs;

const unitMs = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  month: 2_592_000_000,
} as const;
const shortOf = { second: "s", minute: "m", hour: "h", day: "d", week: "w", month: "mo" } as const;

/** Undefined where the text is none. */
export function parseSpan(text: string | null | undefined): TimeSpan | undefined {
  const [, amount, short] = /^(\d{1,6})(s|mo|m|h|d|w)$/.exec(text ?? "") ?? [];
  const unit = (Object.keys(shortOf) as SpanUnit[]).find((each) => shortOf[each] === short);
  if (amount && unit) return { kind: "until-now", amount: Number(amount), unit };
  const [start = "", end = ""] = (text ?? "").split("/");
  const isSpan = Date.parse(start) < Date.parse(end);
  return isSpan ? { kind: "between", start, end } : undefined;
}

export function spanText(span: TimeSpan): string {
  return span.kind === "between" ? `${span.start}/${span.end}` : `${span.amount}${shortOf[span.unit]}`;
}

export function spanBounds(span: TimeSpan, nowMs: number): { readonly startMs: number; readonly endMs: number } {
  if (span.kind === "between") return { startMs: Date.parse(span.start), endMs: Date.parse(span.end) };
  return { startMs: nowMs - span.amount * unitMs[span.unit], endMs: nowMs };
}

/** What a period of a graph is where nobody has chosen one: so that there are a few hundred points at most. */
export function usualPeriodS(lengthMs: number): number {
  const wanted = lengthMs / 1_000 / 180;
  return [60, 300, 900, 3_600, 21_600, 86_400].find((seconds) => seconds >= wanted) ?? 604_800;
}
