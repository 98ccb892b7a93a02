import { type CodeFiles, toText } from "./zip.ts";

/** What is looked for in all files of a package. */
export interface FileSearch {
  readonly text: string;
  readonly isCaseSensitive: boolean;
  /** The text is a regular expression, whose groups a replacement may name: `$1`. */
  readonly isPattern: boolean;
}

export interface FileHit {
  readonly path: string;
  /** Line and column are counted from one. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly lineText: string;
}

export interface FileHits {
  readonly hits: readonly FileHit[];
  /** There are more than are shown. */
  readonly isCut: boolean;
}

const mostHits = 500;

/** Undefined for what is no regular expression, and for nothing. */
export function toPattern({ text, isCaseSensitive, isPattern }: FileSearch): RegExp | undefined {
  if (text === "") return undefined;
  try {
    return new RegExp(isPattern ? text : text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), isCaseSensitive ? "gm" : "gim");
  } catch {
    return undefined;
  }
}

/** In the order of the files' names; what is no text is left out. */
export function searchFiles(files: CodeFiles, search: FileSearch): FileHits {
  const pattern = toPattern(search);
  const hits: FileHit[] = [];
  if (!pattern) return { hits, isCut: false };
  for (const path of Object.keys(files).sort()) {
    for (const [index, lineText] of (toText(files[path]!) ?? "").split(/\r\n|\r|\n/).entries()) {
      for (const found of lineText.matchAll(pattern)) {
        if (found[0] === "") continue;
        if (hits.length >= mostHits) return { hits, isCut: true };
        hits.push({ path, line: index + 1, column: found.index + 1, length: found[0].length, lineText });
      }
    }
  }
  return { hits, isCut: false };
}

/** The files that a replacement changes, with their new text. */
export function replaceInFiles(files: CodeFiles, search: FileSearch, replacement: string): Map<string, string> {
  const changed = new Map<string, string>();
  const pattern = toPattern(search);
  if (!pattern) return changed;
  for (const [path, content] of Object.entries(files)) {
    const text = toText(content);
    const after = text
      ?.split(/(\r\n|\r|\n)/)
      .map((part) => (search.isPattern ? part.replace(pattern, replacement) : part.replace(pattern, () => replacement)))
      .join("");
    if (after !== undefined && after !== text) changed.set(path, after);
  }
  return changed;
}
