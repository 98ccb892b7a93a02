import type { Rule } from "../rule.ts";
import { importsOf, isTestCode } from "../source-tree.ts";

export const deadFiles: Rule = function* ({ files }) {
  const reached = new Set<string>(["src/main.ts"]);
  for (const file of files) for (const target of importsOf(file)) reached.add(target);
  for (const { path } of files) if (!reached.has(path) && !isTestCode(path)) yield `${path} is imported by nothing`;
};
