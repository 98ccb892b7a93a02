import type { Tags } from "../../tags.ts";
import { invalid } from "../errors.ts";
import { limits } from "../limits.ts";

/** Throws BadRequestException for tags that there may not be. */
export function withTags(former: Tags | undefined, added: Tags | undefined): Record<string, string> {
  const tags = { ...former, ...added };
  for (const [key, value] of Object.entries(added ?? {})) {
    if (key === "" || key.length > 128 || value.length > 256) throw invalid(`Invalid tag ${key}`);
    if (key.toLowerCase().startsWith("aws:")) throw invalid("Tag keys that begin with aws: are reserved for AWS use");
  }
  if (Object.keys(tags).length > limits.tagsPerResource)
    throw invalid(`A resource can have at most ${limits.tagsPerResource} tags`);
  return tags;
}
