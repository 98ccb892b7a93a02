/** A route's key, taken apart: `GET /pets/{id}`, `ANY /{proxy+}`. Undefined for what is none; `$default` has no parts. */
export interface RouteKey {
  /** `ANY` for every method. */
  readonly method: string;
  readonly segments: readonly Segment[];
}

export type Segment =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "variable"; readonly name: string }
  /** What is left of the path, one segment or more. */
  | { readonly kind: "greedy"; readonly name: string };

export const defaultRoute = "$default";

/** Source: "Create routes for HTTP APIs in API Gateway". */
export function parseRouteKey(key: string): RouteKey | undefined {
  const [, method = "", path = ""] = /^(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) (\/\S*)$/.exec(key) ?? [];
  if (method === "") return undefined;
  const segments = path === "/" ? [] : path.slice(1).split("/").map(toSegment);
  const names = new Set<string>();
  for (const [at, segment] of segments.entries()) {
    if (!segment || (segment.kind === "greedy" && at < segments.length - 1)) return undefined;
    if (segment.kind === "text") continue;
    if (names.has(segment.name)) return undefined;
    names.add(segment.name);
  }
  return { method, segments: segments as Segment[] };
}

function toSegment(text: string): Segment | undefined {
  const [, name = "", plus] = /^\{([A-Za-z0-9._:-]+)(\+)?\}$/.exec(text) ?? [];
  if (name !== "") return { kind: plus ? "greedy" : "variable", name };
  return /[{}]/.test(text) ? undefined : { kind: "text", text };
}
