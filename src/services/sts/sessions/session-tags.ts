import type { Principal } from "../../principal.ts";
import { invalidParameterValue, validationError } from "../errors.ts";
import { limits } from "../limits.ts";

type TagList = readonly { readonly Key: string | undefined; readonly Value: string | undefined }[];

/** A session's tags, and those of them that go on to sessions made from it; undefined without any. */
export type SessionTags = Pick<Principal, "sessionTags" | "transitiveTagKeys">;

/** Keys are unique without regard to case. */
export function toSessionTags(tags: TagList = [], transitiveKeys: readonly string[] = []): SessionTags {
  if (tags.length > limits.sessionTags) {
    throw validationError(
      `1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to ${limits.sessionTags}`,
    );
  }
  const keys = new Set(tags.map((tag) => tag.Key?.toLowerCase()));
  if (keys.size < tags.length)
    throw invalidParameterValue("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  if (!transitiveKeys.every((key) => keys.has(key.toLowerCase())))
    throw invalidParameterValue("The specified transitive tag key must be included in the requested tags.");
  return {
    sessionTags: tags.length > 0 ? Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value])) : undefined,
    transitiveTagKeys: transitiveKeys.length > 0 ? transitiveKeys : undefined,
  };
}

/** The tags of a role's session that another role's session makes: the calling session's transitive ones stay. */
export function inheritTags(given: SessionTags, caller: Principal): SessionTags {
  const inherited = caller.transitiveTagKeys ?? [];
  if (inherited.length === 0) return given;
  const inheritedKeys = new Set(inherited.map((key) => key.toLowerCase()));
  if (Object.keys(given.sessionTags ?? {}).some((key) => inheritedKeys.has(key.toLowerCase()))) {
    throw invalidParameterValue(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  const kept = Object.entries(caller.sessionTags ?? {}).filter(([key]) => inheritedKeys.has(key.toLowerCase()));
  return {
    sessionTags: { ...Object.fromEntries(kept), ...given.sessionTags },
    transitiveTagKeys: [...inherited, ...(given.transitiveTagKeys ?? [])],
  };
}

/** The session's source identity: once set, a chain of sessions keeps it. */
export function checkSourceIdentity(given: string | undefined, caller: Principal): string | undefined {
  const { sourceIdentity } = caller;
  if (given !== undefined && sourceIdentity !== undefined && given !== sourceIdentity) {
    throw validationError("SourceIdentity cannot be changed once it is set by the calling session.");
  }
  return given ?? sourceIdentity;
}
