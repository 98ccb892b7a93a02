import { defaultRoute, parseRouteKey } from "./route-key.ts";

export interface RouteMatch<T> {
  readonly route: T;
  /** Decoded, by the names in the route's path. */
  readonly parameters: Readonly<Record<string, string>> | undefined;
}

interface Node<T> {
  readonly texts: Map<string, Node<T>>;
  variable: Node<T> | undefined;
  /** By method: routes whose path ends here. */
  readonly routes: Map<string, Leaf<T>>;
  /** And those that take the rest of the path. */
  readonly greedy: Map<string, Leaf<T>>;
}

interface Leaf<T> {
  readonly route: T;
  /** Of its variables, in their order. */
  readonly names: readonly string[];
}

/**
 * The routes of a stage, as a tree of their paths: a look-up costs by the path's length, not by the number of routes. The most specific path that has
 * the method wins: text before a variable, a variable before what takes the rest, `$default` last; of one path the method before `ANY`. Source:
 * "Create routes for HTTP APIs in API Gateway", "Routing API requests".
 */
export class RouteTable<T> {
  readonly #root = createNode<T>();
  #default: T | undefined;

  /** Keys that are none, which an import may have left, match nothing. */
  add(key: string, route: T): void {
    if (key === defaultRoute) {
      this.#default = route;
      return;
    }
    const parsed = parseRouteKey(key);
    if (!parsed) return;
    const names: string[] = [];
    let node = this.#root;
    let routes = node.routes;
    for (const segment of parsed.segments) {
      if (segment.kind === "text") node = textChild(node, segment.text);
      else {
        names.push(segment.name);
        if (segment.kind === "variable") node = node.variable ??= createNode();
      }
      routes = segment.kind === "greedy" ? node.greedy : node.routes;
    }
    routes.set(parsed.method, { route, names });
  }

  /** `path` is decoded. Undefined if there is no route for it. */
  find(method: string, path: string): RouteMatch<T> | undefined {
    const segments = path.slice(1).split("/");
    // A slash at the end is no segment.
    if (segments.at(-1) === "") segments.pop();
    const values: string[] = [];
    const leaf = find(this.#root, method, segments, 0, values);
    if (leaf) return { route: leaf.route, parameters: toParameters(leaf.names, values) };
    return this.#default === undefined ? undefined : { route: this.#default, parameters: undefined };
  }
}

function createNode<T>(): Node<T> {
  return { texts: new Map(), variable: undefined, routes: new Map(), greedy: new Map() };
}

function textChild<T>(node: Node<T>, text: string): Node<T> {
  let child = node.texts.get(text);
  if (!child) {
    child = createNode();
    node.texts.set(text, child);
  }
  return child;
}

/** Goes back where a more specific path leads nowhere; each node is looked at once at most, so a path costs no more than there are nodes. */
function find<T>(
  node: Node<T>,
  method: string,
  segments: readonly string[],
  at: number,
  values: string[],
): Leaf<T> | undefined {
  const segment = segments[at];
  if (segment === undefined) return ofMethod(node.routes, method);
  const text = node.texts.get(segment);
  const byText = text && find(text, method, segments, at + 1, values);
  if (byText) return byText;
  if (node.variable && segment !== "") {
    values.push(segment);
    const byVariable = find(node.variable, method, segments, at + 1, values);
    if (byVariable) return byVariable;
    values.pop();
  }
  const greedy = ofMethod(node.greedy, method);
  if (greedy) values.push(segments.slice(at).join("/"));
  return greedy;
}

function ofMethod<T>(routes: ReadonlyMap<string, Leaf<T>>, method: string): Leaf<T> | undefined {
  return routes.get(method) ?? routes.get("ANY");
}

function toParameters(
  names: readonly string[],
  values: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (names.length === 0) return undefined;
  const parameters: Record<string, string> = Object.create(null);
  for (const [at, name] of names.entries()) parameters[name] = values[at] ?? "";
  return parameters;
}
