import type { Rule } from "../rule.ts";
import { isTestCode } from "../source-tree.ts";

/** What a command prints may come from outside, and must not control a terminal: print.ts sees to that. */
export const printing: Rule = function* ({ files }) {
  for (const { path, text } of files) {
    if (!path.startsWith("src/cli/") || path === "src/cli/print.ts" || isTestCode(path)) continue;
    if (/process\.std(?:out|err)\.write|\bconsole\./.test(text)) yield `${path} writes past src/cli/print.ts`;
  }
};
