import type { Tag } from "@aws-sdk/client-eventbridge";
import type { Tags } from "../../tags.ts";
import { limitExceeded, validation } from "../errors.ts";
import { limits } from "../limits.ts";

/** The tags with those that are added. Throws for a reserved key and for too many. Source: "Tagging resources in Amazon EventBridge". */
export function withTags(former: Tags, added: readonly Tag[]): Tags {
  const tags = { ...former, ...Object.fromEntries(added.map(({ Key = "", Value = "" }) => [Key, Value])) };
  if (added.some(({ Key = "" }) => /^aws:/i.test(Key)))
    throw validation("aws: prefixed tag key names are not allowed for external use.");
  if (Object.keys(tags).length > limits.tagsPerResource) throw limitExceeded();
  return tags;
}
