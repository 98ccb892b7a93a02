import type { OperationShape } from "../model/shape.ts";
import type { RequestHead } from "../wire.ts";
import type { BodyFormat } from "./body-format.ts";
import { bindRequest, type RequestBinding } from "./request-binding.ts";
import { matchUri, parseUri, splitPath, type UriPattern } from "./uri-pattern.ts";

/**
 * Finds a REST service's operation by method, path, query and headers. Several operations of S3 share a path: a candidate
 * must have its query literals and its required parameters and headers in the request, and the one that asks for most wins.
 */
export interface RestRouter {
  route(head: RequestHead, bucket: string | undefined): RestMatch | undefined;
  binding(operation: string): RequestBinding;
}

export interface RestMatch {
  readonly operation: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly binding: RequestBinding;
}

export interface RouterOptions {
  /** S3: the model's paths lack the bucket. It is the path's first segment, or the host named it. */
  readonly bucketInPath: boolean;
}

export function createRestRouter(
  operations: Iterable<OperationShape>,
  format: BodyFormat,
  { bucketInPath }: RouterOptions,
): RestRouter {
  const routes = new Map<string, Route>();
  for (const operation of operations) {
    if (operation.traits.http) routes.set(operation.name, toRoute(operation, format));
  }
  const byMethod = Map.groupBy(routes.values(), ({ method }) => method);

  /** A missing required parameter is an error of the only candidate, not a reason to know no operation. */
  const find = (head: RequestHead, path: string, bucket: string | undefined): RestMatch | undefined =>
    findBest(head, path, bucket, true) ?? findBest(head, path, bucket, false);

  const findBest = (
    head: RequestHead,
    path: string,
    bucket: string | undefined,
    isStrict: boolean,
  ): RestMatch | undefined => {
    const parts = splitPath(path);
    const operationId = head.query.find(([name]) => name === "x-id")?.[1];
    let best: RestMatch | undefined;
    let bestScore = -1;
    for (const route of byMethod.get(head.method) ?? []) {
      if (bucketInPath && route.takesBucket !== (bucket !== undefined)) continue;
      if (route.pattern.query.length > head.query.length) continue;
      const match = matchUri(route.pattern, parts, path);
      const extra = match && scoreRequest(route, head, operationId, isStrict);
      if (match === undefined || extra === undefined || match.score + extra <= bestScore) continue;
      bestScore = match.score + extra;
      best = { operation: route.name, labels: match.labels, binding: route.binding };
    }
    return best && bucket !== undefined ? { ...best, labels: { ...best.labels, Bucket: bucket } } : best;
  };

  return {
    binding: (operation) => routes.get(operation)!.binding,
    route: (head, hostBucket) => {
      if (!bucketInPath) return find(head, head.path, undefined);
      if (hostBucket !== undefined) return find(head, head.path, hostBucket);
      const { bucket, rest } = splitBucket(head.path);
      const match = bucket === undefined ? undefined : find(head, rest, bucket);
      // `GET /` lists buckets; a few operations have paths of their own (`/WriteGetObjectResponse`).
      return match ?? find(head, head.path, undefined);
    },
  };
}

interface Route {
  readonly name: string;
  readonly method: string;
  readonly pattern: UriPattern;
  readonly takesBucket: boolean;
  /** Compiled when it is first needed. */
  readonly binding: RequestBinding;
}

function toRoute(operation: OperationShape, format: BodyFormat): Route {
  const [method, uri] = operation.traits.http!;
  let binding: RequestBinding | undefined;
  return {
    name: operation.name,
    method,
    pattern: parseUri(uri),
    takesBucket: operation.input.member("Bucket")?.traits.httpLabel === 1,
    get binding() {
      binding ??= bindRequest(operation, format);
      return binding;
    },
  };
}

/** What the request has beyond the path that speaks for the route; undefined when it lacks something the route needs. */
function scoreRequest(
  { pattern, binding }: Route,
  { query, headers }: RequestHead,
  operationId: string | undefined,
  isStrict: boolean,
): number | undefined {
  let score = 0;
  if (operationId !== undefined && pattern.operationId !== undefined) {
    if (operationId !== pattern.operationId) return undefined;
    score += 10_000;
  }
  for (const [name, value] of pattern.query) {
    if (!query.some((pair) => pair[0] === name && (value === "" || pair[1] === value))) return undefined;
    score += 100;
  }
  if (!isStrict) return score;
  for (const name of binding.requiredQuery) {
    if (!query.some((pair) => pair[0] === name)) return undefined;
    score += 20;
  }
  for (const name of binding.requiredHeaders) {
    if (headers[name] === undefined) return undefined;
    score += 10;
  }
  return score;
}

function splitBucket(path: string): { bucket: string | undefined; rest: string } {
  const slash = path.indexOf("/", 1);
  const first = slash < 0 ? path.slice(1) : path.slice(1, slash);
  if (first === "") return { bucket: undefined, rest: path };
  return { bucket: decodeSegment(first), rest: slash < 0 ? "/" : path.slice(slash) };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
