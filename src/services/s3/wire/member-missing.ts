import { AwsError } from "../../../platform/aws-error.ts";
import type { MissingMember } from "../../../platform/rest-habits.ts";

/**
 * What S3 answers when a required member is missing: it has no wording for constraints. Source: "List of error codes", Amazon
 * S3 API Reference.
 */
export function memberMissing({ name, isNested, payload }: MissingMember): AwsError | undefined {
  if (isNested) {
    // No tags are a set of tags, and what rules there must be is told after whether there is such a bucket. Source: recorded answers.
    if (name === "TagSet" || name === "Rules") return undefined;
    const message = "The XML you provided was not well-formed or did not validate against our published schema";
    return new AwsError("MalformedXML", message, { status: 400 });
  }
  // The only body of S3 that is a text is a policy.
  if (payload === "text") {
    const message = "Policies must be valid JSON and the first byte must be '{'";
    return new AwsError("MalformedPolicy", message, { status: 400 });
  }
  if (payload) return new AwsError("MissingRequestBodyError", "Request Body is empty", { status: 400 });
  return new AwsError("InvalidRequest", `Missing required parameter for this request: '${name}'`, { status: 400 });
}
