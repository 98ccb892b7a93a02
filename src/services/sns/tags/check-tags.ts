import type { TagList, Tags } from "../../tags.ts";
import { invalidParameter, tagLimitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";

/** Gives the tags as they are kept. Throws InvalidParameter, TagLimitExceeded. `former`: those that the topic has. Source: "Amazon SNS topic tagging". */
export function checkTags(list: TagList, former: Tags = {}): Tags {
  const tags: Record<string, string> = {};
  for (const { Key: key = "", Value: value = "" } of list) {
    if (Object.hasOwn(tags, key)) throw invalidParameter("Duplicated keys are not allowed.");
    if (key.length < 1 || key.length > limits.tagKeyLength || value.length > limits.tagValueLength)
      throw invalidParameter("Tags Reason: the length of a key or value is out of range");
    if (/^aws:/i.test(key))
      throw invalidParameter("Tags Reason: tag keys beginning with aws: are reserved for AWS use");
    if (!allowed.test(key) || !allowed.test(value))
      throw invalidParameter("Tags Reason: a key or value has a character that is not allowed");
    tags[key] = value;
  }
  const all = { ...former, ...tags };
  if (Object.keys(all).length > limits.tagsPerTopic) throw tagLimitExceeded();
  return all;
}

const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
