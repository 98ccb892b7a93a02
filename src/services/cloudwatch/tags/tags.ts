import { invalidValue } from "../errors.ts";
import { limits } from "../limits.ts";

export type Tags = Readonly<Record<string, string>>;

type TagList = readonly { readonly Key: string | undefined; readonly Value: string | undefined }[];

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

export function removeTags(tags: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}

export function toTagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
