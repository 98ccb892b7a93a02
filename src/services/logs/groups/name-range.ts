/** Names that begin with a prefix, as bounds that an index can use: `from <= name < until`. */
export function toNameRange(prefix: string): { from: string; until: string } {
  return { from: prefix, until: prefix + afterEveryName };
}

/** Stands behind every name, since names hold no such character. */
export const afterEveryName = "\u{10ffff}";
