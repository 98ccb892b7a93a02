import type { Rule } from "../rule.ts";
import { isTestCode } from "../source-tree.ts";

/** Wall clock, randomness and environment are injected; only these places may ask the machine. */
export const machine: Rule = function* ({ files }) {
  for (const { path, text } of files) {
    if (/^src\/(platform|cli)\/|^src\/config\.ts/.test(path) || isTestCode(path)) continue;
    for (const [index, line] of text.split("\n").entries()) {
      if (asked.test(line) && !/^\s*(\*|\/\/)/.test(line))
        yield `${path}:${index + 1} asks the machine: ${line.trim()}`;
    }
  }
};

const asked = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(|\brandomBytes\(|\bprocess\.env\b/;
