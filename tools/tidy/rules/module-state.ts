import type { Rule } from "../rule.ts";
import { isTestCode } from "../source-tree.ts";

/**
 * Nothing lives as long as the process but what `createServer` makes: two servers in one process share no state, and a reset forgets all. So no
 * module has a `let`, a collection that something is put into, or a cache; neither has a class by its statics.
 */
export const moduleState: Rule = function* ({ files }) {
  for (const { path, text } of files) {
    if (/^(?:export )?(?:let|var) /m.test(text)) yield `${path} has module-level state (let)`;
    if (isTestCode(path)) continue;
    for (const [, name = "", value = ""] of text.matchAll(declaration)) {
      const isKept = onlyToBeFilled.test(value) && !isLocked(text, name);
      if (isKept || (isCollection.test(value) && isChanged(text, name)))
        yield `${path} has a module-level collection that is changed: ${name}`;
    }
  }
};

/** Formatted code has what stands at the module's level at the line's beginning, and statics two spaces further. */
const declaration =
  /^(?:(?:export )?const| {2}(?:(?:private|protected|public) )?static (?:readonly )?)\s*(#?\w+)(?::[^=;]+?)? =\s+([^;\n]*)/gm;
/** What would be of no use if nothing were put into it later. */
const onlyToBeFilled =
  /^(?:new (?:Map|Set)(?:<.*>)?\(\)|new Weak(?:Map|Set|Ref)\b|new (?:Bounded|Shared)\w*\b|Object\.create\(null\))/;
const isCollection = /^(?:new (?:Map|Set)\b|\[|\{|Object\.fromEntries\()/;

/** Declared as one that nobody can change: an empty one that stands for "none". */
function isLocked(text: string, name: string): boolean {
  return new RegExp(`const ${name}: Readonly(?:Map|Set)<`).test(text);
}

function isChanged(text: string, name: string): boolean {
  const own = name.replace("#", "\\.?#");
  return new RegExp(
    `(?<![\\w.#])(?:\\w+\\.)?${own}(?:\\.(?:set|add|push|unshift|splice|pop|shift|delete|clear|sort|reverse|fill)\\(|\\[[^\\]]*\\] (?:\\?\\?|\\|\\|)?= )|\\bdelete ${own}[.[]`,
  ).test(text);
}
