import { type TagList, type Tags, toTagList } from "../../tags.ts";
import { duplicateTagKeys, tooManyTags } from "../errors.ts";
import { limits } from "../limits.ts";

/** Adds tags over those there are. Keys are unique without regard to case, and keep the case of the last one given. */
export function addTags(tags: Tags, added: TagList | undefined): Tags {
  const given = (added ?? []).map((tag) => (tag.Key ?? "").toLowerCase());
  if (new Set(given).size < given.length) throw duplicateTagKeys();
  const result = Object.fromEntries(Object.entries(tags).filter(([key]) => !given.includes(key.toLowerCase())));
  for (const { Key = "", Value = "" } of added ?? []) result[Key] = Value;
  if (Object.keys(result).length > limits.TagsPerResource) throw tooManyTags();
  return result;
}

export function removeTags(tags: Tags, keys: readonly string[]): Tags {
  const removed = keys.map((key) => key.toLowerCase());
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.includes(key.toLowerCase())));
}

/** Undefined without tags: AWS leaves the member out. */
export function toTagListIfAny(tags: Tags): { Key: string; Value: string }[] | undefined {
  return Object.keys(tags).length > 0 ? toTagList(tags) : undefined;
}
