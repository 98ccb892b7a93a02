import type { Resource } from "@aws-sdk/client-api-gateway";
import type { ResourceRecord } from "../parts/part.ts";

/** As it goes to a client: the methods' names, or with `embed=methods` all of them. */
export function toResource({ methods, ...rest }: ResourceRecord, embed: readonly string[] = []): Resource {
  const names = Object.keys(methods);
  if (names.length === 0) return rest;
  if (embed.includes("methods")) return { ...rest, resourceMethods: { ...methods } };
  return { ...rest, resourceMethods: Object.fromEntries(names.map((name) => [name, {}])) };
}
