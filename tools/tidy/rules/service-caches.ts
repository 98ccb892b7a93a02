import type { Rule } from "../rule.ts";
import { isTestCode } from "../source-tree.ts";

/**
 * What a service keeps in memory of what storage has is a `SharedCache`, which other servers' writes empty, too; what can be made again out of
 * itself (a compiled policy) is a `BoundedCache`. A map by hand is neither: it grows, or it goes on saying what another server has changed.
 * Told from its name: a field called cache, known or remembered, or a map in a class called …Cache, …Directory or …Index.
 */
export const serviceCaches: Rule = function* ({ files }) {
  const unused = new Set(files.some(({ path }) => path === "src/main.ts") ? reasons.keys() : []);
  for (const { path, text } of files) {
    if (!path.startsWith("src/services/") || isTestCode(path)) continue;
    for (const [, className = "", body = ""] of text.matchAll(classes)) {
      for (const [, field = ""] of body.matchAll(mapFields)) {
        if (!cacheClass.test(className) && !cacheField.test(field)) continue;
        unused.delete(`${className}.${field}`);
        if (!reasons.has(`${className}.${field}`))
          yield `${path}: ${className}.${field} is a cache by hand: use SharedCache or BoundedCache`;
      }
    }
  }
  for (const field of unused) yield `tools/tidy/rules/service-caches.ts: ${field} needs no reason any more`;
};

const classes = /^(?:export )?class (\w+)[^\n]*\{\n(.*?)^\}/gms;
const mapFields = /^ {2}(?:(?:private|readonly) )*(#?\w+)(?::[^=;]+)? =\s+new (?:Weak)?Map\b/gm;
const cacheClass = /(?:Cache|Directory|Index)$/;
const cacheField = /cache|known|remembered/i;

/** Maps that are named like caches, and why they may be maps. */
const reasons: ReadonlyMap<string, string> = new Map([
  ["Concurrency.#known", "the counters of what runs now, which stand nowhere else"],
  ["PatternIndex.#ofNode", "made of the patterns that it is given, once, and gone with them"],
]);
