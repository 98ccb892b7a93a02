import type { Tag } from "@aws-sdk/client-s3";
import type { Tags } from "../../tags.ts";
import { badRequest, invalidArgument, invalidTag } from "../errors.ts";
import { limits } from "../limits.ts";

/** S3 has words of its own for each. */
export type Tagged = "new bucket" | "bucket" | "object";

/** An object's tags from the header `x-amz-tagging`: `project=blue&owner=me`, URL-encoded. Throws InvalidArgument, InvalidTag. */
export function parseTagging(header: string): Tags {
  const pairs = [...new URLSearchParams(header)].filter(([key]) => key !== "");
  const isWellFormed = header.split("&").every((pair) => pair.indexOf("=") === pair.lastIndexOf("="));
  if (!isWellFormed || new Set(pairs.map(([key]) => key)).size < pairs.length) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      "x-amz-tagging",
      header,
    );
  }
  return checkTags(
    pairs.map(([Key, Value]) => ({ Key, Value })),
    "object",
  );
}

/** Throws BadRequest for too many and InvalidTag for a wrong one. Source: "Categorizing your objects using tags". */
export function checkTags(tags: readonly Tag[], of: Tagged): Tags {
  const limit = of === "object" ? limits.objectTags : limits.bucketTags;
  if (tags.length > limit)
    throw badRequest(`${of === "object" ? "Object tags" : "Bucket tag count"} cannot be greater than ${limit}`);
  const checked: Record<string, string> = Object.create(null);
  for (const { Key = "", Value = "" } of tags) {
    if (Key === "" || Key.length > limits.tagKeyCharacters || !tagCharacters.test(Key)) {
      throw invalidTag("The TagKey you have provided is invalid", { TagKey: Key });
    }
    if (Value.length > limits.tagValueCharacters || !tagCharacters.test(Value)) {
      throw invalidTag("The TagValue you have provided is invalid", { TagKey: Key, TagValue: Value });
    }
    if (checked[Key] !== undefined) throw invalidTag("Cannot provide multiple Tags with the same key", { TagKey: Key });
    if (/^aws:/i.test(Key)) throw systemTag(Key, of);
    checked[Key] = Value;
  }
  return { ...checked };
}

function systemTag(key: string, of: Tagged) {
  if (of === "new bucket") {
    return invalidTag(
      'User-defined tag keys can\'t start with "aws:". This prefix is reserved for system tags. Remove "aws:" from your tag keys and try again.',
    );
  }
  const message =
    of === "bucket" ? "System tags cannot be added/updated by requester" : "Your TagKey cannot be prefixed with aws:";
  return invalidTag(message, { TagKey: key });
}

const tagCharacters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
