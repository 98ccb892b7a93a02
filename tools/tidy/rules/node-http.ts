import type { Rule } from "../rule.ts";
import { isTestCode } from "../source-tree.ts";

/** The whole of node:http and node:http2 costs memory and start-up time that the server does not need: platform/node-http.ts says why. */
export const nodeHttp: Rule = function* ({ files }) {
  for (const { path, text } of files) {
    if (isTestCode(path)) continue;
    if (/^import (?!type\b)[^;]*"node:http2?"/m.test(text))
      yield `${path} imports node:http: take it from src/platform/node-http.ts`;
  }
};
