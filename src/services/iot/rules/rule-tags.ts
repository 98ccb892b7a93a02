import type { Tags } from "../../tags.ts";
import { invalidRequest } from "../errors.ts";

/** As the header `x-amz-tagging` has them: `key1=value1&key2=value2`. */
export function tagsOfHeader(text: string | undefined): Tags {
  if (text === undefined || text === "") return {};
  const tags: Record<string, string> = {};
  for (const [key, value] of new URLSearchParams(text)) {
    if (key === "" || key.length > 128 || value.length > 256 || key.startsWith("aws:"))
      throw invalidRequest("A tag is of wrong form.");
    if (Object.hasOwn(tags, key)) throw invalidRequest("Tags have the same key.");
    tags[key] = value;
  }
  if (Object.keys(tags).length > 50) throw invalidRequest("A resource may have 50 tags at the most.");
  return tags;
}
