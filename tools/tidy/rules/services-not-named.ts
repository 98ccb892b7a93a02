import type { Rule } from "../rule.ts";
import { isTestCode } from "../source-tree.ts";

/**
 * Services own their surfaces and their wire's habits: what serves all of them names none, neither in a text nor in a name of the program. Comments may,
 * for examples.
 */
export const servicesNotNamed: Rule = function* ({ files }) {
  const services = files.flatMap(({ path }) => /^src\/services\/([^/]+)\/service\.ts$/.exec(path)?.[1] ?? []);
  for (const { path, text } of files) {
    if (!/^src\/(?:gateway|wire)\//.test(path) || isTestCode(path)) continue;
    // A protocol is called after the service that speaks it.
    const code = text.replace(/ec2-?query/gi, "protocol").replace(/\/\*[\s\S]*?\*\/|(?<![:"'`])\/\/.*/g, "");
    const words = new Set([...code.matchAll(/[A-Za-z][\w-]*/g)].map(([word]) => word));
    for (const word of words) {
      const parts = `-${word.replace(/([a-z0-9])(?=[A-Z])/g, "$1-").toLowerCase()}-`;
      const service = services.find((name) => parts.includes(`-${name}-`));
      if (service) yield `${path} names a service (${word}): what is its own belongs into src/services/${service}`;
    }
  }
};
