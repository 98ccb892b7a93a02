import type { Rule } from "../rule.ts";
import { isTestCode } from "../source-tree.ts";

/**
 * What a service keeps in memory of what storage has is a `SharedCache`, which other servers' writes empty, too; what can be made again out of
 * itself (a compiled policy) is a `BoundedCache`. A map by hand is neither: it grows, or it goes on saying what another server has changed.
 * Told from its name: a field called cache, known or remembered, or a map in a class called …Cache, …Directory or …Index.
 */
export const serviceCaches: Rule = function* ({ files }) {
  for (const { path, text } of files) {
    if (!path.startsWith("src/services/") || isTestCode(path)) continue;
    for (const [, className = "", body = ""] of text.matchAll(classes)) {
      for (const [, field = ""] of body.matchAll(mapFields)) {
        if (cacheClass.test(className) || cacheField.test(field))
          yield `${path}: ${className}.${field} is a cache by hand: use SharedCache or BoundedCache`;
      }
    }
  }
};

const classes = /^(?:export )?class (\w+)[^\n]*\{\n(.*?)^\}/gms;
const mapFields = /^ {2}(?:(?:private|readonly) )*(#?\w+)(?::[^=;]+)? =\s+new (?:Weak)?Map\b/gm;
const cacheClass = /(?:Cache|Directory|Index)$/;
const cacheField = /cache|known|remembered/i;
