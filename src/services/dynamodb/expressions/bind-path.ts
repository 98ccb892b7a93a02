import type { DocumentPath, PathElement } from "./document-path.ts";
import { expressionLimits } from "./limits.ts";
import type { Placeholders } from "./placeholders.ts";
import { isReservedWord } from "./reserved-words.ts";

/** What can be wrong with the names of paths; the first of each kind is told. */
export interface NameFaults {
  reserved?: string;
  undefinedName?: string;
  levels?: string;
}

/** Puts names for a path's placeholders. */
export function bindPath(path: readonly PathElement[], placeholders: Placeholders, faults: NameFaults): DocumentPath {
  if (path.length > expressionLimits.pathLevels)
    faults.levels ??= `The document path has too many nesting levels; nesting levels: ${path.length}`;
  let hasPlaceholder = false;
  for (const element of path) {
    if (typeof element === "number") continue;
    if (element.startsWith("#")) hasPlaceholder = true;
    else if (isReservedWord(element))
      faults.reserved ??= `Attribute name is a reserved keyword; reserved keyword: ${element}`;
  }
  if (!hasPlaceholder) return path;
  return path.map((element) => {
    if (typeof element === "number" || !element.startsWith("#")) return element;
    const name = placeholders.name(element);
    if (name === undefined)
      faults.undefinedName ??= `An expression attribute name used in the document path is not defined; attribute name: ${element}`;
    return name ?? element;
  });
}

export function undefinedValue(placeholder: string): string {
  return `An expression attribute value used in expression is not defined; attribute value: ${placeholder}`;
}
