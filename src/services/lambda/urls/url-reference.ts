import { ownValue } from "../../../platform/own-value.ts";
import { resourceNotFound, urlFunctionMissing, validationFailed } from "../errors.ts";
import { type FunctionFamily, latestVersion } from "../functions/function.ts";
import { type FunctionReference, isVersion, parseFunctionName } from "../functions/function-name.ts";
import type { LambdaContext } from "../operation.ts";

export interface UrlReference {
  readonly reference: FunctionReference;
  readonly family: FunctionFamily;
  /** `$LATEST` or an alias: no version has a URL. */
  readonly key: string;
}

/**
 * Throws ValidationException for a version, ResourceNotFoundException for a function or alias that is not there: in words of
 * its own where a configuration is set, else in those of a configuration that is missing.
 */
export async function findUrlReference(
  input: { FunctionName: string; Qualifier?: string },
  context: LambdaContext,
  use: "set" | "look",
): Promise<UrlReference> {
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const { qualifier } = reference;
  if (qualifier !== undefined && isVersion(qualifier)) {
    const constraint = "Member must satisfy regular expression pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)";
    throw validationFailed(qualifier, "qualifier", constraint);
  }
  const known = await context.state.functions.find(reference);
  if (!known || (qualifier !== undefined && !ownValue(known.family.aliases, qualifier))) {
    throw use === "set" ? urlFunctionMissing() : resourceNotFound();
  }
  return { reference, family: known.family, key: qualifier ?? latestVersion };
}
