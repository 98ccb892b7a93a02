/** What waits for topics by filters, so ordered that a message looks only at the levels of its own topic, however many filters there are. */
export class TopicTree<T> {
  readonly #root: Node<T> = emptyNode();

  /** `+` stands for one level, `#` at the end for all that follow, none included. */
  add(filter: string, item: T): void {
    let node = this.#root;
    for (const level of filter.split("/")) {
      if (level === "#") {
        node.deeper.push(item);
        return;
      }
      const next = node.levels.get(level) ?? emptyNode();
      node.levels.set(level, next);
      node = next;
    }
    node.items.push(item);
  }

  /** Those whose filter the topic matches. Wildcards at the beginning do not stand for a reserved topic's `$`. */
  match(topic: string): readonly T[] {
    const found: T[] = [];
    collect(this.#root, topic.split("/"), 0, topic.startsWith("$"), found);
    return found;
  }
}

interface Node<T> {
  readonly levels: Map<string, Node<T>>;
  readonly items: T[];
  /** Of filters that end here with `#`. */
  readonly deeper: T[];
}

function emptyNode<T>(): Node<T> {
  return { levels: new Map(), items: [], deeper: [] };
}

/** A topic has few levels, so the ways double a few times at the most. */
function collect<T>(node: Node<T>, levels: readonly string[], at: number, isReserved: boolean, found: T[]): void {
  const mayBeWild = !(isReserved && at === 0);
  if (mayBeWild) found.push(...node.deeper);
  const level = levels[at];
  if (level === undefined) {
    found.push(...node.items);
    return;
  }
  const exact = node.levels.get(level);
  if (exact) collect(exact, levels, at + 1, isReserved, found);
  const any = mayBeWild && level !== "+" ? node.levels.get("+") : undefined;
  if (any) collect(any, levels, at + 1, isReserved, found);
}
