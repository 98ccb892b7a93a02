import { invalidParameter, validationFailed } from "../errors.ts";
import { type FunctionReference, parseFunctionName } from "./function-name.ts";

/** The function that a tag operation's ARN names. Throws AWS's errors for anything else. */
export function parseTaggable(arn: string, at: { account: string; region: string }): FunctionReference {
  if (!/^arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?$/.test(arn)) {
    throw validationFailed(arn, "resource", `Member must satisfy regular expression pattern: ${awsPattern}`);
  }
  const reference = parseFunctionName(arn, at);
  if (reference.qualifier !== undefined) {
    throw invalidParameter("Tags on function aliases and versions are not supported. Please specify a function ARN.");
  }
  return reference;
}

const awsPattern =
  "arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|layer:[a-zA-Z0-9-_]+|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12})";
