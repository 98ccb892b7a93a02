import type { CharacterSet } from "./character-set.ts";

/** An expression as it was read. */
export type RegexNode =
  | { readonly kind: "set"; readonly set: CharacterSet }
  | { readonly kind: "start" | "end" | "boundary" | "noBoundary" }
  | { readonly kind: "sequence"; readonly parts: readonly RegexNode[] }
  | { readonly kind: "either"; readonly options: readonly RegexNode[] }
  | RepeatNode
  /** What it takes is kept as group `index`, counted from 1. */
  | { readonly kind: "group"; readonly node: RegexNode; readonly index: number };

export interface RepeatNode {
  readonly kind: "repeat";
  readonly node: RegexNode;
  readonly min: number;
  readonly max: number;
  /** Takes as little as possible. */
  readonly isLazy: boolean;
}
