import { go } from "@codemirror/lang-go";
import { java } from "@codemirror/lang-java";
import { javascript } from "@codemirror/lang-javascript";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { python } from "@codemirror/lang-python";
import { indentUnit, StreamLanguage } from "@codemirror/language";
import { ruby } from "@codemirror/legacy-modes/mode/ruby";
import { linter, lintGutter } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import { insights } from "./insights.ts";

export type EditorLanguage =
  | "python"
  | "javascript"
  | "typescript"
  | "json"
  | "java"
  | "go"
  | "ruby"
  | "insights"
  | "text";

/** Highlighting and indentation; JSON is checked, too. */
export function languageSupport(language: EditorLanguage): Extension {
  return [indentUnit.of(language === "python" || language === "java" ? "    " : "  "), supports[language]()];
}

const supports: Readonly<Record<EditorLanguage, () => Extension>> = {
  python,
  javascript: () => javascript({ jsx: true }),
  typescript: () => javascript({ typescript: true }),
  // An empty text is no mistake yet.
  json: () => [json(), linter((view) => (view.state.doc.length === 0 ? [] : jsonParseLinter()(view))), lintGutter()],
  java,
  go,
  ruby: () => StreamLanguage.define(ruby),
  insights: () => StreamLanguage.define(insights),
  text: () => [],
};
