import type { Tags } from "../../tags.ts";
import { invalidRequest } from "../errors.ts";

type TagList = readonly { readonly Key: string | undefined; readonly Value?: string | undefined }[];

const mostTags = 50;

/** Throws for what may not be a tag. Source: "Tagging your AWS IoT resources". */
export function toTags(list: TagList | undefined): Tags {
  const tags: Record<string, string> = {};
  for (const { Key = "", Value = "" } of list ?? []) {
    if (/^aws:/i.test(Key)) throw invalidRequest(`Tag keys must not begin with aws: (${Key})`);
    if (Object.hasOwn(tags, Key)) throw invalidRequest(`Duplicate tag key ${Key}`);
    tags[Key] = Value;
  }
  checkTagCount(tags);
  return tags;
}

export function checkTagCount(tags: Tags): void {
  if (Object.keys(tags).length > mostTags) throw invalidRequest(`A resource must have at most ${mostTags} tags.`);
}
