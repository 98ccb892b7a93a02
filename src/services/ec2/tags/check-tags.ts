import type { Tags } from "../../tags.ts";
import { invalidParameter, invalidParameterValue, tooManyTags } from "../errors.ts";
import { limits } from "../limits.ts";

type GivenTags = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];

/** The tags that a call gives. Throws for what EC2 refuses. Source: "Tag your Amazon EC2 resources", "Tag restrictions". */
export function readTags(given: GivenTags): Tags {
  const tags: Record<string, string> = {};
  for (const { Key = "", Value = "" } of given) {
    if (Key === "") throw invalidParameterValue("Tag keys cannot be empty or null.");
    if (Key.length > limits.tagKeyLength)
      throw invalidParameterValue(`Tag key exceeds the maximum length of ${limits.tagKeyLength} characters`);
    if (Value.length > limits.tagValueLength)
      throw invalidParameterValue(`Tag value exceeds the maximum length of ${limits.tagValueLength} characters`);
    if (isReserved(Key)) throw reservedTagKey();
    if (Object.hasOwn(tags, Key)) throw invalidParameterValue(`Duplicate tag key '${Key}' specified.`);
    Object.defineProperty(tags, Key, { value: Value, enumerable: true, configurable: true, writable: true });
  }
  if (Object.keys(tags).length > limits.tagsPerResource) throw tooManyTags();
  return tags;
}

/** AWS's own: no user gives or takes them. */
export function isReserved(key: string): boolean {
  return key.toLowerCase().startsWith("aws:");
}

export function reservedTagKey() {
  return invalidParameterValue("Tag keys starting with 'aws:' are reserved for internal use");
}

/** Of TagSpecifications, by the kind of resource. Kinds that the call does not make are refused. */
export function readTagSpecifications(
  specifications:
    | readonly { readonly ResourceType?: string | undefined; readonly Tags?: GivenTags | undefined }[]
    | undefined,
  kinds: readonly string[],
): ReadonlyMap<string, Tags> {
  const byKind = new Map<string, Tags>();
  for (const { ResourceType, Tags: given = [] } of specifications ?? []) {
    if (!ResourceType) throw invalidParameter("Tag specification resource type must have a value");
    if (given.length === 0) throw invalidParameter("Tag specification must have at least one tag");
    if (!kinds.includes(ResourceType))
      throw invalidParameterValue(`'${ResourceType}' is not a valid taggable resource type for this operation.`);
    if (byKind.has(ResourceType))
      throw invalidParameterValue(`Value (${ResourceType}) for parameter resourceType is invalid. Duplicate.`);
    byKind.set(ResourceType, readTags(given));
  }
  return byKind;
}
