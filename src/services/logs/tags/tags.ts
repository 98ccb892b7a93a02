import { parseArn } from "../../../platform/arn.ts";
import { fail } from "../../../platform/aws-error.ts";
import type { Place } from "../../service.ts";
import { type Tags, withoutTags } from "../../tags.ts";
import { invalidParameter, resourceNotFound, tooManyTags } from "../errors.ts";
import { groupNameOf } from "../groups/log-group.ts";
import { limits } from "../limits.ts";

export function addTags(tags: Tags, added: Tags): { tags: Tags } {
  const result = { ...tags, ...added };
  if (Object.keys(result).length > limits.tagsPerGroup) throw tooManyTags(limits.tagsPerGroup);
  return { tags: result };
}

export function removeTags(tags: Tags, keys: readonly string[]): { tags: Tags } {
  return { tags: withoutTags(tags, keys) };
}

/** The name of the group that a tagging operation means: of what can be tagged there are only groups. */
export function taggedGroup(resourceArn: string, at: Place): string {
  if (!parseArn(resourceArn)) throw invalidParameter(`The resource ARN ${resourceArn} is not valid.`);
  return groupNameOf(resourceArn, at) ?? fail(resourceNotFound());
}
