import { tooManyTags } from "./errors.ts";
import { limits } from "./limits.ts";
import type { LogGroup } from "./log-group.ts";

type Tags = LogGroup["tags"];

export function addTags(tags: Tags, added: Tags): { tags: Tags } {
  const result = { ...tags, ...added };
  if (Object.keys(result).length > limits.tagsPerGroup) throw tooManyTags(limits.tagsPerGroup);
  return { tags: result };
}

export function removeTags(tags: Tags, keys: readonly string[]): { tags: Tags } {
  return { tags: Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key))) };
}
