/** The path of an `http` trait: `/functions/{FunctionName}/code`; a label with a plus takes any number of segments. */
export interface UriPattern {
  readonly segments: readonly Segment[];
  readonly literals: readonly { readonly index: number; readonly text: string }[];
  /** Index of the label that takes several segments, or -1. */
  readonly greedyAt: number;
  /** The more literals, the better; a greedy label counts nothing. */
  readonly score: number;
  /** Query literals the request must have (`?mode=import`); an empty value asks for the name only. */
  readonly query: readonly (readonly [string, string])[];
  /** The SDK's own hint, `x-id`, which old clients don't send. */
  readonly operationId?: string;
}

export interface Segment {
  readonly literal?: string;
  readonly label?: string;
  readonly isGreedy?: boolean;
}

export interface UriMatch {
  readonly labels: Record<string, string>;
  readonly score: number;
}

export function parseUri(uri: string): UriPattern {
  const [path = "", search = ""] = uri.split("?");
  const query = [...new URLSearchParams(search)];
  const segments = splitPath(path).map(toSegment);
  const literals = segments.flatMap(({ literal }, index) => (literal === undefined ? [] : [{ index, text: literal }]));
  const greedyAt = segments.findIndex(({ isGreedy }) => isGreedy);
  return {
    segments,
    literals,
    greedyAt,
    score: literals.length * 3 + (segments.length - literals.length) - (greedyAt < 0 ? 0 : 1),
    query: query.filter(([name]) => name !== "x-id"),
    operationId: query.find(([name]) => name === "x-id")?.[1],
  };
}

/** Segments still percent-encoded. A slash at the end is no segment of its own. */
export function splitPath(path: string): string[] {
  const parts = path.split("/");
  parts.shift();
  if (parts.at(-1) === "") parts.pop();
  return parts;
}

/** Matches before decoding, since an encoded slash is part of a label. `path` tells whether a greedy label ends in a slash. */
export function matchUri(pattern: UriPattern, parts: readonly string[], path: string): UriMatch | undefined {
  const { segments, greedyAt } = pattern;
  const surplus = parts.length - segments.length;
  if (greedyAt < 0 ? surplus !== 0 : surplus < 0) return undefined;
  // Literals first, without allocating anything: most candidates end here.
  for (const { index, text } of pattern.literals) {
    if (parts[greedyAt >= 0 && index > greedyAt ? index + surplus : index] !== text) return undefined;
  }
  const labels: Record<string, string> = {};
  for (let index = 0; index < segments.length; index++) {
    const label = segments[index]!.label;
    if (label === undefined) continue;
    const from = greedyAt >= 0 && index > greedyAt ? index + surplus : index;
    const part =
      index === greedyAt ? greedyText(parts, from, surplus, path, index === segments.length - 1) : parts[from]!;
    if (part === "") return undefined;
    labels[label] = decode(part);
  }
  return { labels, score: pattern.score };
}

function greedyText(parts: readonly string[], from: number, surplus: number, path: string, isLast: boolean): string {
  const text = parts.slice(from, from + surplus + 1).join("/");
  return isLast && path.endsWith("/") ? `${text}/` : text;
}

function toSegment(text: string): Segment {
  const [, label, plus] = /^\{([^}+]+)(\+)?\}$/.exec(text) ?? [];
  return label === undefined ? { literal: text } : { label, isGreedy: plus !== undefined };
}

function decode(part: string): string {
  if (!part.includes("%")) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    // Not UTF-8: as it came, like a literal percent sign.
    return part;
  }
}
