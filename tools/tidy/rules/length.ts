import type { Rule } from "../rule.ts";

/** Only told: a long file may have its reason. What is generated has no reader. */
export const length: Rule = function* ({ files }) {
  for (const { path, text } of files) {
    const lines = text.split("\n").length;
    if (lines > 300 && !path.includes("/generated/")) yield `${path} has ${lines} lines`;
  }
};
