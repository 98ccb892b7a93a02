import { validationError } from "./errors.ts";
import { limits } from "./limits.ts";

type TagList = readonly { readonly Key: string | undefined; readonly Value: string | undefined }[];

/** Undefined without tags. Keys are unique without regard to case. */
export function toSessionTags(tags: TagList | undefined): Readonly<Record<string, string>> | undefined {
  if (!tags?.length) return undefined;
  if (tags.length > limits.sessionTags) {
    throw validationError(
      `1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to ${limits.sessionTags}`,
    );
  }
  const keys = new Set(tags.map((tag) => tag.Key?.toLowerCase()));
  if (keys.size < tags.length) {
    throw validationError("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}
