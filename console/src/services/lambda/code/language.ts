import type { EditorLanguage } from "../../../form/editor/languages.ts";

/** The editor's language of a file, by its ending. */
export function languageOf(path: string): EditorLanguage {
  const [, extension = ""] = /\.([^./]+)$/.exec(path) ?? [];
  return languages[extension.toLowerCase()] ?? "text";
}

const languages: Readonly<Record<string, EditorLanguage>> = {
  py: "python",
  js: "javascript",
  mjs: "javascript",
  cjs: "javascript",
  jsx: "javascript",
  ts: "typescript",
  mts: "typescript",
  json: "json",
  java: "java",
  go: "go",
  rb: "ruby",
};
