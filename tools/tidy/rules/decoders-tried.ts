import type { Rule } from "../rule.ts";
import { importsOf, isTestCode } from "../source-tree.ts";

/** Where readers of outside text are tried with the worst of it, or are named with the reason why not. */
const home = "test/security/decoders.test.ts";

/** Whatever reads text or bytes that may come from outside is tried with the worst of it. */
export const decodersTried: Rule = function* ({ files, tests }) {
  const tried = tests.find(({ path }) => path === home) ?? { path: home, text: "" };
  const imported = new Set(importsOf(tried));
  for (const { path, text } of files) {
    if (isTestCode(path) || /^src\/(?:cli|config)/.test(path)) continue;
    for (const [, name] of text.matchAll(decoder)) {
      // Several have the same name (`parseJson`): one is tried, or named, by itself.
      const isTried = imported.has(path) && new RegExp(`\\b${name}\\b`).test(tried.text);
      if (!isTried && !new RegExp(`^  ${name}: "`, "m").test(tried.text))
        yield `${path}: ${name} is not tried in ${home}`;
    }
  }
};

const decoder =
  /^export (?:async )?function ((?:parse|read|compile)[A-Z]\w*)\(\s*\w+: (?:string|Buffer|Uint8Array)\b/gm;
