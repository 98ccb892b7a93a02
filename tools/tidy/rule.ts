import type { SourceTree } from "./source-tree.ts";

/** Something of the house that a machine can check. Gives what is wrong, a sentence each, with the file first. */
export type Rule = (tree: SourceTree) => Iterable<string>;
