import type { Tags } from "../../tags.ts";
import { invalidParameter } from "../errors.ts";
import { limits } from "../limits.ts";

/** Throws InvalidParameterValue. `former`: those that the queue has. Source: "Amazon SQS cost allocation tags". */
export function checkTags(tags: Tags, former: Tags, queue = ""): void {
  for (const [key, value] of Object.entries(tags)) {
    if (key.length < 1 || key.length > limits.tagKeyLength)
      throw invalidParameter(`Tag keys must be between 1 and ${limits.tagKeyLength} characters in length.`);
    if (value.length > limits.tagValueLength)
      throw invalidParameter(`Tag values must be between 0 and ${limits.tagValueLength} characters in length.`);
    if (/^aws:/i.test(key)) throw invalidParameter(`Tag keys beginning with aws: are reserved for AWS use.`);
    if (!allowed.test(key) || !allowed.test(value))
      throw invalidParameter("Tags can only contain letters, whitespace, numbers, and the characters _ . : / = + - @.");
  }
  if (Object.keys({ ...former, ...tags }).length > limits.tagsPerQueue)
    throw invalidParameter(`Too many tags added for queue ${queue}.`);
}

const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
