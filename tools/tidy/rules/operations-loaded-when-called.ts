import type { Rule } from "../rule.ts";
import { importsOf, isTestCode } from "../source-tree.ts";

/** Whatever imports an operation's file has it read at the start, and holds it in memory whether it is called or not. Only another operation may. */
export const operationsLoadedWhenCalled: Rule = function* ({ files }) {
  for (const file of files) {
    if (isTestCode(file.path) || /\/operations\/|\/generated\/operations\.ts$/.test(file.path)) continue;
    for (const target of importsOf(file)) {
      if (/^src\/services\/[^/]+\/operations\//.test(target))
        yield `${file.path} imports an operation: ${target}; what both need belongs to its noun`;
    }
  }
};
