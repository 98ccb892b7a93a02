import type { Tags } from "../../tags.ts";
import { invalid } from "../errors.ts";
import { limits } from "../limits.ts";

/** All tags that a pipe is to have. Throws ValidationException. */
export function checkTags(tags: Tags): void {
  if (Object.keys(tags).some((key) => /^aws:/i.test(key)))
    throw invalid("Tag keys that begin with aws: are reserved for AWS use.");
  if (Object.keys(tags).length > limits.tagsPerPipe) throw invalid(`A pipe has at most ${limits.tagsPerPipe} tags.`);
}
