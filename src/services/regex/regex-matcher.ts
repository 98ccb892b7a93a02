import { type CharacterClasses, toCharacterClasses } from "./character-classes.ts";
import { asciiSize } from "./character-set.ts";
import { regexLimits } from "./regex-limits.ts";
import type { Program } from "./regex-program.ts";
import type { Place, Run } from "./run.ts";
import { type StateSet, StateSets } from "./state-sets.ts";

/** `run` is for a text that may need more than one turn of the process. */
export type TextTest = (text: string, run?: Run) => boolean;

/** A set of the automaton's states, with what it leads to as far as that has been asked. */
interface Node {
  readonly set: StateSet;
  readonly accepts: boolean;
  readonly acceptsAtEnd: boolean;
  readonly next: (Node | undefined)[];
}

/**
 * Looks for the expression anywhere in a text. Sets of states are made when first reached and kept, so that a text costs one
 * look-up a character. There can be more of them than memory, and a text can be such that each of its characters makes another: past
 * the limit none is kept any more, and each step is made anew, which costs a microsecond or two. Undefined for a program with word
 * boundaries, which look at two characters at a time, or one that tells too many characters apart.
 */
export function createRegexMatcher(program: Program): TextTest | undefined {
  const classes = toCharacterClasses(program);
  if (!classes || program.some(({ kind }) => kind === "boundary" || kind === "noBoundary")) return undefined;
  const sets = new StateSets(program, classes);
  const count = classes.examples.length;
  const mostNodes = Math.floor((regexLimits.nodes * (asciiSize + 1)) / count);
  const toNode = (set: StateSet): Node => ({
    set,
    accepts: sets.accepts(set),
    acceptsAtEnd: sets.acceptsAtEnd(set),
    next: new Array(count).fill(undefined),
  });
  const start = toNode(sets.start);
  /** Undefined since there were too many. */
  let nodes: Map<string, Node> | undefined = new Map();
  const step = (node: Node, character: number): Node | undefined => {
    const set = sets.step(node.set, character);
    const key = String.fromCharCode(...new Uint16Array(set.buffer));
    const next = nodes?.get(key) ?? (nodes && nodes.size < mostNodes ? toNode(set) : undefined);
    if (next) {
      nodes?.set(key, next);
      node.next[character] = next;
      return next;
    }
    nodes = undefined;
    start.next.fill(undefined);
    return undefined;
  };
  const find = (text: string, run?: Run): boolean => {
    let node = start;
    for (let at = 0; at < text.length; at++) {
      if (node.accepts) return true;
      const code = text.charCodeAt(at);
      const character = code < asciiSize ? code : classes.of(code);
      const next = node.next[character] ?? (nodes && step(node, character));
      if (!next) return findFrom(sets, classes, text, { set: node.set, at }, run);
      node = next;
    }
    return node.acceptsAtEnd;
  };
  return (text, run) =>
    run ? run.test((from) => (from ? findFrom(sets, classes, text, from, run) : find(text, run))) : find(text);
}

/** How many characters go by between two looks at the clock. */
const charactersBetween = 1_024;

function findFrom(
  sets: StateSets,
  classes: CharacterClasses,
  text: string,
  { set, at: from }: Place,
  run: Run | undefined,
): boolean {
  let current = set;
  let [spare, other] = [new Uint32Array(set.length), new Uint32Array(set.length)];
  for (let at = from; at < text.length; at++) {
    if (sets.accepts(current)) return true;
    if (at % charactersBetween === 0 && at > from) {
      const place = { set: current, at };
      run?.rest(() => place);
    }
    const code = text.charCodeAt(at);
    current = sets.step(current, code < asciiSize ? code : classes.of(code), spare);
    [spare, other] = [other, current];
  }
  return sets.acceptsAtEnd(current);
}
