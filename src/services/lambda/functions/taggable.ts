import { invalidParameter, taggedNotFound, validationFailed } from "../errors.ts";
import { type FunctionReference, parseFunctionName } from "./function-name.ts";

/** What a tag operation's ARN names. */
export type Taggable = FunctionReference | { readonly mappingUuid: string; readonly arn: string };

/** A function, or an event source mapping. Throws AWS's errors for anything else. */
export function parseTaggable(arn: string, at: { account: string; region: string }): Taggable {
  const [, kind, name = ""] = otherResource.exec(arn) ?? [];
  if (kind === "event-source-mapping") return { mappingUuid: name, arn };
  if (kind) throw taggedNotFound("Capacity provider", arn);
  if (!/^arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?$/.test(arn)) {
    throw validationFailed(arn, "resource", `Member must satisfy regular expression pattern: ${awsPattern}`);
  }
  const reference = parseFunctionName(arn, at);
  if (reference.qualifier !== undefined) {
    throw invalidParameter("Tags on function aliases and versions are not supported. Please specify a function ARN.");
  }
  return reference;
}

/** Capacity providers Squall does not have, so whichever is named isn't there. */
const otherResource =
  /^arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:(event-source-mapping|capacity-provider):((?<=mapping:)[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|(?<=provider:)[a-zA-Z0-9-_]+)$/;

const awsPattern =
  "arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+)|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+)";
