/** The path of an `http` trait: `/functions/{FunctionName}/code`; a label with a plus takes any number of segments. */
export interface UriPattern {
  readonly segments: readonly Segment[];
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
  /** The more literals match, the better. */
  readonly score: number;
}

export function parseUri(uri: string): UriPattern {
  const [path = "", search = ""] = uri.split("?");
  const literals = [...new URLSearchParams(search)];
  return {
    segments: splitPath(path).map(toSegment),
    query: literals.filter(([name]) => name !== "x-id"),
    operationId: literals.find(([name]) => name === "x-id")?.[1],
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
export function matchUri({ segments }: UriPattern, parts: readonly string[], path: string): UriMatch | undefined {
  const greedyAt = segments.findIndex(({ isGreedy }) => isGreedy);
  const surplus = parts.length - segments.length;
  if (greedyAt < 0 ? surplus !== 0 : surplus < 0) return undefined;
  const labels: Record<string, string> = {};
  let score = 0;
  for (let index = 0; index < segments.length; index++) {
    const { literal, label } = segments[index]!;
    const from = greedyAt >= 0 && index > greedyAt ? index + surplus : index;
    const part =
      index === greedyAt ? greedyText(parts, from, surplus, path, index === segments.length - 1) : parts[from]!;
    if (literal !== undefined) {
      if (literal !== part) return undefined;
      score += 3;
    } else {
      if (part === "") return undefined;
      labels[label!] = decode(part);
      score += index === greedyAt ? 0 : 1;
    }
  }
  return { labels, score };
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
