import type { Rule } from "../rule.ts";

export const operationsTested: Rule = function* ({ files, tests }) {
  const calls = [...files, ...tests]
    .filter(({ path }) => path.endsWith(".test.ts") || path.includes("contract"))
    .map(({ text }) => text)
    .join("\n");
  for (const { path } of files) {
    const match = /^src\/services\/[^/]+\/operations\/([^/.]+)\.ts$/.exec(path);
    if (!match?.[1]) continue;
    const name = match[1].replace(/(?:^|-)([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
    // Without regard to case: `get-saml-provider` is GetSAMLProvider.
    if (!new RegExp(`\\b${name}(Command)?\\b`, "i").test(calls)) yield `${path}: no test calls ${name}`;
  }
};
