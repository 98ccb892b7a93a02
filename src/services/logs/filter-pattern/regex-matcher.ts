import { limits } from "../limits.ts";
import type { RegexState, TextTest } from "./regex.ts";
import { otherCharacters, setSize } from "./regex-class.ts";

/** A set of the automaton's states, with what it leads to as far as that has been asked. */
interface Node {
  /** The states that wait for a character, in order. */
  readonly waiting: readonly number[];
  readonly accepts: boolean;
  /** Accepts if the text ends here. */
  readonly acceptsAtEnd: boolean;
  readonly next: (Node | undefined)[];
}

/**
 * Looks for the expression anywhere in a text. Sets of states are made when first reached and kept, so that a text costs one
 * look-up a character; how many are kept is bounded, since there can be more of them than memory.
 */
export function createRegexMatcher(states: readonly RegexState[]): TextTest {
  const nodes = new Map<string, Node>();
  const entry = states.length - 1;

  const toNode = (from: readonly number[], isAtStart: boolean): Node => {
    const reached = close(states, from, { isAtStart, isAtEnd: false });
    const waiting = [...reached].filter((index) => states[index]?.kind === "set").sort((a, b) => a - b);
    const accepts = reached.has(0);
    const acceptsAtEnd = accepts || close(states, from, { isAtStart, isAtEnd: true }).has(0);
    const key = `${accepts}${acceptsAtEnd}${waiting.join()}`;
    const known = nodes.get(key);
    if (known) return known;
    if (nodes.size >= limits.regexNodes) {
      for (const node of nodes.values()) node.next.fill(undefined);
      nodes.clear();
    }
    const node: Node = { waiting, accepts, acceptsAtEnd, next: new Array(setSize).fill(undefined) };
    nodes.set(key, node);
    return node;
  };
  const step = (node: Node, character: number): Node => {
    // A match may begin at every place, so the entry is always among them.
    const moved = [entry];
    for (const index of node.waiting) {
      const state = states[index];
      if (state?.kind === "set" && state.set[character]) moved.push(state.next);
    }
    const next = toNode(moved, false);
    node.next[character] = next;
    return next;
  };

  const start = toNode([entry], true);
  return (text) => {
    let node = start;
    for (let at = 0; at < text.length; at++) {
      if (node.accepts) return true;
      const character = Math.min(text.charCodeAt(at), otherCharacters);
      node = node.next[character] ?? step(node, character);
    }
    return node.acceptsAtEnd;
  };
}

/** All states that are reached without taking a character. */
function close(
  states: readonly RegexState[],
  from: readonly number[],
  { isAtStart, isAtEnd }: { isAtStart: boolean; isAtEnd: boolean },
): Set<number> {
  const reached = new Set<number>();
  const left = [...from];
  for (let index = left.pop(); index !== undefined; index = left.pop()) {
    if (reached.has(index)) continue;
    reached.add(index);
    const state = states[index];
    if (state?.kind === "fork") left.push(...state.next);
    if ((state?.kind === "start" && isAtStart) || (state?.kind === "end" && isAtEnd)) left.push(state.next);
  }
  return reached;
}
