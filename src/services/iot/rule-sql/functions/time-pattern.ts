/** A piece of a pattern of Joda-Time or Java: a letter with how often it stands there, or a text. */
export type PatternPart = { readonly letter: string; readonly count: number } | { readonly text: string };

/** Undefined for a pattern whose quotes don't end, or that is longer than any sensible one. */
export function timePatternParts(pattern: string): readonly PatternPart[] | undefined {
  if (pattern.length > 256) return undefined;
  const parts: PatternPart[] = [];
  for (let at = 0; at < pattern.length; ) {
    const character = pattern[at] as string;
    if (character === "'") {
      const end = pattern.indexOf("'", at + 1);
      if (end < 0) return undefined;
      // Two quotes are one, as a text.
      parts.push({ text: end === at + 1 ? "'" : pattern.slice(at + 1, end) });
      at = end + 1;
      continue;
    }
    if (!/[A-Za-z]/.test(character)) {
      parts.push({ text: character });
      at++;
      continue;
    }
    let end = at;
    while (pattern[end] === character) end++;
    parts.push({ letter: character, count: end - at });
    at = end;
  }
  return parts;
}

export const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

export const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
