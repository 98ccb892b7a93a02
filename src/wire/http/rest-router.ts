import type { OperationShape } from "../model/shape.ts";
import type { RequestHead } from "../wire-message.ts";
import type { BodyFormat } from "./body-format.ts";
import { bindRequest, type RequestBinding } from "./request-binding.ts";
import { findSubResource, type Level, type MethodsOf, subResourceNames, versionNotAccepted } from "./sub-resource.ts";
import { matchUri, parseUri, splitPath, type UriPattern } from "./uri-pattern.ts";

/**
 * Finds a REST service's operation by method, path, query and headers. Several operations of S3 share a path: there the query's
 * sub-resource chooses among them. A candidate must have its query literals in the request; of those that have, the one whose path, required
 * parameters and headers fit best wins.
 */
export interface RestRouter {
  /** Throws what S3 answers to a method or sub-resource that isn't there; undefined for a path that no operation has. */
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
    if (operation.traits.http) routes.set(operation.name, toRoute(operation, format, bucketInPath));
  }
  const byMethod = Map.groupBy(routes.values(), ({ method }) => method);
  const binding = (operation: string) => routes.get(operation)!.binding;
  if (!bucketInPath) {
    return { binding, route: (head) => findBest(byMethod.get(head.method) ?? [], head, head.path) };
  }
  const byChoice = Map.groupBy(routes.values(), ({ method, level, subResource }) =>
    toChoice(method, level, subResource),
  );
  const methodsOf: MethodsOf = (level, name) =>
    new Set([...byMethod.keys()].filter((method) => byChoice.has(toChoice(method, level, name))));

  /** `path` is what follows the bucket. */
  const findAt = (head: RequestHead, level: Level, path: string): RestMatch | undefined => {
    const choice = toChoice(head.method, level, findSubResource(head, level, methodsOf));
    const match = findBest(byChoice.get(choice) ?? [], head, path);
    if (match && level === "object") checkVersion(routes.get(match.operation)!, head);
    return match;
  };

  return {
    binding,
    route: (head, hostBucket) => {
      const { bucket, rest } =
        hostBucket === undefined ? splitBucket(head.path) : { bucket: hostBucket, rest: head.path };
      if (bucket === undefined) return findAt(head, "service", head.path);
      // A few operations have paths of their own (`/WriteGetObjectResponse`), which no bucket can have.
      const own = byChoice
        .get(toChoice(head.method, "service", undefined))
        ?.find(({ pattern }) => isOwnPath(pattern, bucket));
      if (own) return findBest([own], head, head.path);
      const match = findAt(head, rest === "/" ? "bucket" : "object", rest);
      return match && { ...match, labels: { ...match.labels, Bucket: bucket } };
    },
  };
}

function toChoice(method: string, level: Level, subResource: string | undefined): string {
  return subResource === undefined ? `${method} ${level}` : `${method} ${level} ${subResource}`;
}

function isOwnPath({ literals }: UriPattern, first: string): boolean {
  return literals[0]?.text === first;
}

interface Route {
  readonly name: string;
  readonly method: string;
  readonly pattern: UriPattern;
  readonly level: Level;
  /** What of the query chooses it, where the path alone does not. */
  readonly subResource: string | undefined;
  readonly takesVersion: boolean;
  /** Compiled when it is first needed. */
  readonly binding: RequestBinding;
}

function toRoute(operation: OperationShape, format: BodyFormat, bucketInPath: boolean): Route {
  const [method, uri] = operation.traits.http!;
  const pattern = parseUri(uri);
  let binding: RequestBinding | undefined;
  return {
    name: operation.name,
    method,
    pattern,
    level: levelOf(operation, pattern),
    subResource: bucketInPath ? subResourceOf(operation, pattern) : undefined,
    takesVersion: operation.input.member("VersionId")?.traits.httpQuery !== undefined,
    get binding() {
      binding ??= bindRequest(operation, format);
      return binding;
    },
  };
}

function levelOf({ input }: OperationShape, { segments }: UriPattern): Level {
  if (input.member("Bucket")?.traits.httpLabel !== 1) return "service";
  return segments.length === 0 ? "bucket" : "object";
}

/** A literal of the path's query, or the parameters that only this operation requires. */
function subResourceOf({ input }: OperationShape, { query }: UriPattern): string | undefined {
  const literal = query.find(([name]) => subResourceNames.has(name))?.[0];
  if (literal !== undefined) return literal;
  if (!input.member("UploadId")?.traits.httpQuery) return undefined;
  return input.member("PartNumber")?.traits.httpQuery ? "PART" : "uploadId";
}

function checkVersion({ takesVersion }: Route, { query }: RequestHead): void {
  if (takesVersion || query.length === 0) return;
  const version = query.find(([name]) => name === "versionId")?.[1];
  if (version !== undefined) throw versionNotAccepted(version);
}

function findBest(candidates: readonly Route[], head: RequestHead, path: string): RestMatch | undefined {
  const parts = splitPath(path);
  let best: RestMatch | undefined;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const route of candidates) {
    if (route.pattern.query.length > head.query.length) continue;
    const match = matchUri(route.pattern, parts, path);
    const extra = match && scoreRequest(route, head);
    if (match === undefined || extra === undefined || match.score + extra <= bestScore) continue;
    bestScore = match.score + extra;
    best = { operation: route.name, labels: match.labels, binding: route.binding };
  }
  return best;
}

/**
 * What the request has beyond the path that speaks for the route; undefined when it lacks a literal. A required parameter that is missing
 * speaks against it, but is an error of the only candidate, not a reason to know no operation; a literal outweighs any of them.
 */
function scoreRequest({ pattern, binding }: Route, { query, headers }: RequestHead): number | undefined {
  let score = 0;
  for (const [name, value] of pattern.query) {
    const given = query.find((pair) => pair[0] === name);
    if (given === undefined || (value !== "" && given[1] !== value)) return undefined;
    score += 100_000;
  }
  for (const name of binding.requiredQuery) score += query.some((pair) => pair[0] === name) ? 20 : -1_000;
  for (const name of binding.requiredHeaders) score += headers[name] === undefined ? -1_000 : 10;
  // The SDK's own hint decides only what nothing else does: AWS ignores it.
  if (pattern.operationId !== undefined && query.some(([name, id]) => name === "x-id" && id === pattern.operationId)) {
    score += 1;
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
