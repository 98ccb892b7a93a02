import type { Level, MethodsOf, PathHabits } from "../../platform/rest-habits.ts";
import type { OperationShape } from "../model/shape.ts";
import type { RequestHead } from "../wire-message.ts";
import type { BodyFormat } from "./body-format.ts";
import { bindRequest, type RequestBinding } from "./request-binding.ts";
import { matchUri, parseUri, splitPath, type UriPattern } from "./uri-pattern.ts";

/**
 * Finds a REST service's operation by method, path, query and headers. Several operations may share a path; where a service says so (`PathHabits`), its
 * query chooses among them. A candidate must have its query literals in the request; of those that have, the one whose path, required
 * parameters and headers fit best wins.
 */
export interface RestRouter {
  /** `resource` is the host's. Throws what the service answers to a choice that isn't there; undefined for a path that no operation has. */
  route(head: RequestHead, resource: string | undefined): RestMatch | undefined;
  binding(operation: string): RequestBinding;
}

export interface RestMatch {
  readonly operation: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly binding: RequestBinding;
}

export function createRestRouter(
  operations: Iterable<OperationShape>,
  format: BodyFormat,
  habits: PathHabits | undefined,
): RestRouter {
  const routes = new Map<string, Route>();
  for (const operation of operations) {
    if (operation.traits.http) routes.set(operation.name, toRoute(operation, format, habits));
  }
  const byMethod = Map.groupBy(routes.values(), ({ method }) => method);
  const binding = (operation: string) => routes.get(operation)!.binding;
  if (!habits) {
    return { binding, route: (head) => findBest(byMethod.get(head.method) ?? [], head, head.path) };
  }
  const byChoice = Map.groupBy(routes.values(), ({ method, level, choice }) => toKey(method, level, choice));
  const methodsOf: MethodsOf = (level, name) =>
    new Set([...byMethod.keys()].filter((method) => byChoice.has(toKey(method, level, name))));

  /** `path` is what follows the resource. */
  const findAt = (head: RequestHead, level: Level, path: string): RestMatch | undefined => {
    const key = toKey(head.method, level, habits.choose(head, level, methodsOf));
    const match = findBest(byChoice.get(key) ?? [], head, path);
    if (match) habits.checkFound(head, level, routes.get(match.operation)!.parameters);
    return match;
  };

  return {
    binding,
    route: (head, ofHost) => {
      const { resource, rest } = ofHost === undefined ? splitFirst(head.path) : { resource: ofHost, rest: head.path };
      if (resource === undefined) return findAt(head, "service", head.path);
      // A few operations have paths of their own (`/WriteGetObjectResponse`), which no resource can have.
      const own = byChoice
        .get(toKey(head.method, "service", undefined))
        ?.find(({ pattern }) => isOwnPath(pattern, resource));
      if (own) return findBest([own], head, head.path);
      const match = findAt(head, rest === "/" ? "bucket" : "object", rest);
      return match && { ...match, labels: { ...match.labels, [habits.member]: resource } };
    },
  };
}

function toKey(method: string, level: Level, choice: string | undefined): string {
  return choice === undefined ? `${method} ${level}` : `${method} ${level} ${choice}`;
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
  readonly choice: string | undefined;
  /** The names of its query. */
  readonly parameters: ReadonlySet<string>;
  /** Compiled when it is first needed. */
  readonly binding: RequestBinding;
}

function toRoute(operation: OperationShape, format: BodyFormat, habits: PathHabits | undefined): Route {
  const [method, uri] = operation.traits.http!;
  const pattern = parseUri(uri);
  const parameters = new Set(operation.input.members.flatMap(({ traits }) => traits.httpQuery ?? []));
  const literals = pattern.query.map(([name]) => name);
  let binding: RequestBinding | undefined;
  return {
    name: operation.name,
    method,
    pattern,
    level: levelOf(operation, pattern, habits),
    choice: habits?.choiceOf(literals, parameters),
    parameters,
    get binding() {
      binding ??= bindRequest(operation, format);
      return binding;
    },
  };
}

function levelOf({ input }: OperationShape, { segments }: UriPattern, habits: PathHabits | undefined): Level {
  if (!habits || input.member(habits.member)?.traits.httpLabel !== 1) return "service";
  return segments.length === 0 ? "bucket" : "object";
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

function splitFirst(path: string): { resource: string | undefined; rest: string } {
  const slash = path.indexOf("/", 1);
  const first = slash < 0 ? path.slice(1) : path.slice(1, slash);
  if (first === "") return { resource: undefined, rest: path };
  return { resource: decodeSegment(first), rest: slash < 0 ? "/" : path.slice(slash) };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
