import type { Tag } from "@aws-sdk/client-dynamodb";
import type { Tags } from "../../tags.ts";
import { parameterInvalid, validationException } from "../errors.ts";
import { limits } from "../limits.ts";

/** A table's tags with those that are added. Throws ValidationException. Source: "Tagging restrictions in DynamoDB". */
export function toTags(added: readonly Tag[], former: Tags): Tags {
  const tags: Record<string, string> = {};
  for (const { Key = "", Value = "" } of added) {
    if (Object.hasOwn(tags, Key)) throw parameterInvalid(`Duplicate tag keys found: ${Key}`);
    if (Key.length < 1 || Key.length > limits.tagKeyLength)
      throw validationException(`Tag key must be between 1 and ${limits.tagKeyLength} characters`);
    if (Value.length > limits.tagValueLength)
      throw validationException(`Tag value must be at most ${limits.tagValueLength} characters`);
    if (/^aws:/i.test(Key)) throw parameterInvalid("Tag keys starting with 'aws:' are reserved for system use");
    tags[Key] = Value;
  }
  const all = { ...former, ...tags };
  if (Object.keys(all).length > limits.tagsPerTable)
    throw parameterInvalid(`Too many tags: a resource can have at most ${limits.tagsPerTable} tags`);
  return all;
}
