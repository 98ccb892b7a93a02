import { functionInOtherRegion, invalidParameter, validationFailed } from "../errors.ts";

/** Which function, and which of its versions or aliases, a request means. */
export interface FunctionReference {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly qualifier: string | undefined;
}

/**
 * Reads a FunctionName of any form AWS takes: `name`, `name:qualifier`, `account:function:name[:qualifier]` and the full ARN.
 * Source: API reference, "Invoke". Throws ValidationException for any other text.
 */
export function parseFunctionName(
  text: string,
  at: { account: string; region: string },
  separateQualifier?: string,
): FunctionReference {
  const match = functionName.exec(text);
  if (!match?.groups)
    throw validationFailed(text, "functionName", `Member must satisfy regular expression pattern: ${awsPattern}`);
  const { region, account, name = "", qualifier } = match.groups;
  if (region && region !== at.region) throw functionInOtherRegion(region, at.region);
  if (qualifier && separateQualifier && qualifier !== separateQualifier) {
    throw invalidParameter("The derived qualifier from the function name does not match the specified qualifier.");
  }
  return {
    account: account ?? at.account,
    region: region ?? at.region,
    name,
    qualifier: separateQualifier ?? qualifier,
  };
}

const functionName =
  /^(?:arn:aws[a-zA-Z-]*:lambda:(?<region>[a-z]{2}(?:-[a-z]+)+-\d):(?=\d{12}:))?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[a-zA-Z0-9-_]{1,140})(?::(?<qualifier>\$LATEST|[a-zA-Z0-9-_]{1,128}))?$/;

const awsPattern =
  "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?";

export function isVersion(qualifier: string): boolean {
  return qualifier === "$LATEST" || /^\d+$/.test(qualifier);
}
