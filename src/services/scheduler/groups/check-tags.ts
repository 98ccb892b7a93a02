import type { Tags } from "../../tags.ts";
import { reservedTag, tooManyTags } from "../errors.ts";
import { limits } from "../limits.ts";

/** The tags that a request adds to those that are there. Throws ValidationException. */
export function withTags(former: Tags, added: readonly { Key?: string; Value?: string }[]): Tags {
  const tags: Record<string, string> = { ...former };
  for (const { Key = "", Value = "" } of added) {
    if (/^aws:/i.test(Key)) throw reservedTag();
    tags[Key] = Value;
  }
  if (Object.keys(tags).length > limits.tagsPerGroup) throw tooManyTags();
  return tags;
}
