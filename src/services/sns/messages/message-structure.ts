import { invalidParameter } from "../errors.ts";

/** A message's texts, by itself and by protocol. Throws InvalidParameter. Source: "Publish", MessageStructure. */
export function toBodies(
  text: string,
  structure: string | undefined,
  { needsDefault }: { readonly needsDefault: boolean },
): { readonly body: string; readonly bodies?: Readonly<Record<string, string>> } {
  if (structure === undefined || structure === "") return { body: text };
  if (structure !== "json") throw invalidParameter("Message Structure");
  const { default: body, ...bodies } = toTexts(text);
  if (body === undefined && needsDefault)
    throw invalidParameter("Message Structure - No default entry in JSON message body");
  return { body: body ?? text, bodies };
}

/** What is no text is left out. */
function toTexts(json: string): Record<string, string> {
  let map: unknown;
  try {
    map = JSON.parse(json);
  } catch {
    throw invalidParameter("Message Structure - JSON message body failed to parse");
  }
  if (typeof map !== "object" || map === null || Array.isArray(map))
    throw invalidParameter("Message Structure - JSON message body failed to parse");
  return Object.fromEntries(Object.entries(map).filter(([, value]) => typeof value === "string")) as Record<
    string,
    string
  >;
}
