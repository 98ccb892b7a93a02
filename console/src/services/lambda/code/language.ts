/** The editor's language of a file: the five that are highlighted, JSON, and plain text. */
export function languageOf(path: string): string {
  const [, extension = ""] = /\.([^./]+)$/.exec(path) ?? [];
  return languages[extension.toLowerCase()] ?? "text";
}

const languages: Readonly<Record<string, string>> = {
  py: "python",
  js: "javascript",
  mjs: "javascript",
  cjs: "javascript",
  ts: "javascript",
  json: "json",
  java: "java",
  go: "golang",
  rb: "ruby",
};
