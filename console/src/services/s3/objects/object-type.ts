/** "png", as AWS's list shows it; an object without an extension has none. */
export function typeOfKey(key: string): string {
  if (key.endsWith("/")) return "Folder";
  const [, extension] = /\.([A-Za-z0-9]{1,10})$/.exec(key) ?? [];
  return extension?.toLowerCase() ?? "-";
}

/** The Content-Type of an upload whose file the browser does not know. */
export function contentTypeOf(file: File): string {
  return file.type || types[typeOfKey(file.name)] || "application/octet-stream";
}

const types: Readonly<Record<string, string>> = {
  json: "application/json",
  md: "text/markdown",
  yaml: "application/yaml",
  yml: "application/yaml",
  py: "text/x-python",
  ts: "text/typescript",
  go: "text/x-go",
  rb: "text/x-ruby",
  java: "text/x-java",
  sh: "text/x-sh",
  log: "text/plain",
  toml: "application/toml",
};
