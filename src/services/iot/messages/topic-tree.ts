/** Values by the topic filters that they are under; finds those whose filter takes a topic. What is looked at grows with the levels of the topic, not with what is there. */
export class TopicTree<V> {
  readonly #root: Node<V> = newNode();

  /** A value may be there once for each filter. */
  add(filter: string, value: V): void {
    let node = this.#root;
    for (const level of filter.split("/")) {
      let next = node.levels?.get(level);
      if (!next) {
        node.levels ??= new Map();
        next = newNode();
        node.levels.set(level, next);
      }
      node = next;
    }
    node.values ??= new Set();
    node.values.add(value);
  }

  remove(filter: string, value: V): void {
    this.#remove(this.#root, filter.split("/"), 0, value);
  }

  /** Puts the values on `into`: each as often as it has a filter that takes the topic. */
  match(topic: string, into: V[]): void {
    const levels = topic.split("/");
    // Source: MQTT 5, 4.7.2: what begins with a wildcard takes no topic that begins with $.
    collect(this.#root, levels, 0, topic.charCodeAt(0) === dollar, into);
  }

  get isEmpty(): boolean {
    return isEmpty(this.#root);
  }

  #remove(node: Node<V>, levels: readonly string[], at: number, value: V): void {
    const level = levels[at];
    if (level === undefined) {
      node.values?.delete(value);
      if (node.values?.size === 0) node.values = undefined;
      return;
    }
    const next = node.levels?.get(level);
    if (!next) return;
    this.#remove(next, levels, at + 1, value);
    if (!isEmpty(next)) return;
    node.levels?.delete(level);
    if (node.levels?.size === 0) node.levels = undefined;
  }
}

interface Node<V> {
  values: Set<V> | undefined;
  levels: Map<string, Node<V>> | undefined;
}

const dollar = 0x24;

function newNode<V>(): Node<V> {
  return { values: undefined, levels: undefined };
}

function isEmpty<V>({ values, levels }: Node<V>): boolean {
  return values === undefined && levels === undefined;
}

function collect<V>(node: Node<V>, levels: readonly string[], at: number, isReserved: boolean, into: V[]): void {
  const { levels: below } = node;
  const level = levels[at];
  if (level === undefined) {
    if (node.values) into.push(...node.values);
    // `a/#` takes `a`, too.
    push(below?.get("#"), into);
    return;
  }
  if (!below) return;
  const next = below.get(level);
  if (next) collect(next, levels, at + 1, isReserved, into);
  if (at === 0 && isReserved) return;
  const any = below.get("+");
  if (any) collect(any, levels, at + 1, isReserved, into);
  push(below.get("#"), into);
}

function push<V>(node: Node<V> | undefined, into: V[]): void {
  if (node?.values) into.push(...node.values);
}
