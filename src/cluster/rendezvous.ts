import { hashOf } from "./shard-of.ts";

/**
 * Which of the nodes each name goes to: the one with the highest score for it. All nodes that know the same others come to the same answer, and
 * when one comes or goes only its own names move. Texts are hashed once; a thousand nodes cost a name some microseconds.
 */
export class Rendezvous {
  readonly #nodes: readonly { readonly id: string; readonly hash: number }[];

  constructor(nodes: readonly string[]) {
    // In a fixed order, so that equal scores are decided alike everywhere.
    this.#nodes = [...nodes].sort().map((id) => ({ id, hash: hashOf(id) }));
  }

  /** By the name's hash. Undefined without nodes. */
  firstFor(nameHash: number): string | undefined {
    let first: string | undefined;
    let highest = -1;
    for (const { id, hash } of this.#nodes) {
      const score = mix(hash ^ nameHash);
      if (score <= highest) continue;
      highest = score;
      first = id;
    }
    return first;
  }
}

/** Spreads every bit over all 32: the end of MurmurHash3. */
function mix(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
