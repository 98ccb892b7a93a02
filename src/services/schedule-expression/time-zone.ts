/** The clock of a place. What it shows is written as milliseconds since 1970 as if it were UTC ("wall time"). */
export interface TimeZone {
  /** What is added to UTC then, milliseconds. */
  offsetMs(atMs: number): number;
}

export const utc: TimeZone = { offsetMs: () => 0 };

/**
 * A zone by its name in the IANA database, of which the engine has its own copy (`Intl`): a package would bring another that ages. Undefined if there is
 * none of the name. It costs some 50 µs to make.
 */
export function findTimeZone(name: string): TimeZone | undefined {
  if (name === "UTC") return utc;
  // `Intl` knows offsets, too, and does not mind the case.
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{0,49}$/.test(name)) return undefined;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
  } catch {
    return undefined;
  }
  const known = format.resolvedOptions().timeZone;
  if (known !== name && known.toLowerCase() === name.toLowerCase()) return undefined;
  return { offsetMs: (atMs) => readOffset(format.format(atMs)) };
}

/** `7/1/2026, GMT-04:00`; Greenwich itself is `GMT`. */
function readOffset(text: string): number {
  const [, sign, hours, minutes, seconds = "0"] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(text) ?? [];
  if (sign === undefined) return 0;
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === "-" ? -ms : ms;
}

export type Moment =
  | { readonly is: "there"; readonly atMs: number }
  /** The clock is put forward over it. `thenMs`: when; `resumesMs`: the wall time that it shows then. */
  | { readonly is: "skipped"; readonly thenMs: number; readonly resumesMs: number };

/** No zone changes its clock twice within it. */
const lookMs = 86_400_000;

/** When the clock shows that time; where it shows it twice, for the first time. */
export function momentOf(wallMs: number, zone: TimeZone): Moment {
  const before = zone.offsetMs(wallMs - lookMs);
  const after = zone.offsetMs(wallMs + lookMs);
  if (before === after) return { is: "there", atMs: wallMs - before };
  // The greater offset gives the earlier moment.
  for (const offset of [Math.max(before, after), Math.min(before, after)]) {
    const atMs = wallMs - offset;
    if (zone.offsetMs(atMs) === offset) return { is: "there", atMs };
  }
  const thenMs = changeBetween(wallMs - lookMs, wallMs + lookMs, zone);
  return { is: "skipped", thenMs, resumesMs: thenMs + after };
}

/** The first second of the new offset; there is one change in between. */
function changeBetween(fromMs: number, toMs: number, zone: TimeZone): number {
  const old = zone.offsetMs(fromMs);
  let [low, high] = [Math.floor(fromMs / 1000), Math.ceil(toMs / 1000)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zone.offsetMs(middle * 1000) === old) low = middle;
    else high = middle;
  }
  return high * 1000;
}
