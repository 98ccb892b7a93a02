/** Chance that comes again with the same seed. */
export interface Dice {
  /** From 0 to `below`, which is not reached. */
  number(below: number): number;
  chance(of: number): boolean;
  pick<T>(from: readonly T[]): T;
}

/** Source: "mulberry32", a generator of 32 bits of state. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const number = (below: number) => Math.floor(next() * below);
  return {
    number,
    chance: (of) => next() < of,
    pick: (from) => from[number(from.length)] as (typeof from)[number],
  };
}
