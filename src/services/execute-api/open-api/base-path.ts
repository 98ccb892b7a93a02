import { type Json, recordOf, textOf } from "./open-api-document.ts";

/** What is done with the path that a document says all its paths are below. Source: "Set the OpenAPI basePath property". */
export type BasePathMode = "ignore" | "prepend" | "split";

/** Of version 2 `basePath`; of version 3 the variable of that name, whether the server's URL has it or not, else the URL's path. */
export function basePathOf(document: Json): string {
  if (document.swagger !== undefined) return trimmed(textOf(document.basePath) ?? "");
  const [server] = Array.isArray(document.servers) ? document.servers : [];
  const { url, variables } = recordOf(server);
  const { default: byVariable } = recordOf(recordOf(variables).basePath);
  if (byVariable !== undefined) return trimmed(textOf(byVariable) ?? "");
  const text = (textOf(url) ?? "").replace(/\{[^{}]*\}/g, "");
  return trimmed(/^(?:[a-z]+:)?\/\/[^/]*(\/.*)?$/i.exec(text)?.[1] ?? (text.startsWith("/") ? text : ""));
}

/** What is put before each path: all of it, or all but its first part, which is the stage's. */
export function withBasePath(base: string, mode: BasePathMode): string {
  if (mode === "ignore") return "";
  return mode === "prepend" ? base : base.replace(/^\/[^/]+/, "");
}

function trimmed(path: string): string {
  const inner = path.split("/").filter((part) => part !== "");
  return inner.length === 0 ? "" : `/${inner.join("/")}`;
}
