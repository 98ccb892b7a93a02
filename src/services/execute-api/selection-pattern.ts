/**
 * Patterns are the API owner's, and what they are held against is a function's: neither may hold the server. So what repeats within what repeats is refused,
 * and the more repetitions a pattern has the less of the text it sees. Source: "Set up an integration response in API Gateway".
 */
export function repeatsGroup(pattern: string): boolean {
  return /\)[*+{]/.test(plain(pattern)) || /\\\d/.test(pattern);
}

/** Whether the whole text matches, as Java's `matches` has it: a dot is no line's end. */
export function matchesWhole(pattern: string, text: string): boolean {
  const inner = plain(pattern);
  const isOpen = inner.startsWith(".*") || inner.startsWith("[\\s\\S]*");
  const isOpenAtEnd = inner.endsWith(".*") && !inner.endsWith("\\.*");
  const core = inner.slice(isOpen && inner.startsWith(".*") ? 2 : 0, isOpenAtEnd ? -2 : undefined);
  // `.*word.*` is a search: most patterns are, and then cost nothing.
  if (isOpen && isOpenAtEnd && !core.includes("|") && !text.includes("\n")) return search(core, text);
  return search(`^(?:${inner})$`, text);
}

/** Whether a pattern is found in a text, of which the more repetitions it has the less is looked at. One that is refused finds nothing. */
export function searchBounded(pattern: string, text: string): boolean {
  const inner = plain(pattern);
  if (/\)[*+{]/.test(inner) || /\\\d/.test(inner)) return false;
  return search(inner, text);
}

function search(pattern: string, text: string): boolean {
  const repetitions = (pattern.match(/[*+{]/g) ?? []).length;
  const most = [100_000, 10_000, 1_000][repetitions] ?? 200;
  try {
    return new RegExp(pattern).test(text.slice(0, most));
  } catch {
    return false;
  }
}

/** The way that AWS's manual says "anything, lines too" is a group that repeats. */
function plain(pattern: string): string {
  return pattern.replace(/\((?:\?:)?(?:\.\|\\n|\\n\|\.)\)/g, "[\\s\\S]");
}
