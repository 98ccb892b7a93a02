import type { TagList, Tags } from "../../tags.ts";
import { invalidValue } from "../errors.ts";
import { limits } from "../limits.ts";

export function addTags(tags: Tags, added: TagList | undefined): Tags {
  const result: Record<string, string> = { ...tags };
  for (const { Key = "", Value = "" } of added ?? []) {
    if (Key.toLowerCase().startsWith("aws:")) throw invalidValue("Tag keys that begin with aws: are reserved for AWS.");
    result[Key] = Value;
  }
  if (Object.keys(result).length > limits.tagsPerResource) {
    throw invalidValue(`A resource has at most ${limits.tagsPerResource} tags.`);
  }
  return result;
}
