import { invalidParameter, invalidParameterOfNobody, validationFailed } from "../errors.ts";
import { findVersion } from "../functions/find-version.ts";
import { type KnownFunction, latestVersion } from "../functions/function.ts";
import type { AliasRecord } from "./alias.ts";

/**
 * Reads an alias's second version and its weight. Source: "Implement Lambda canary deployments using a weighted alias".
 * Throws AWS's errors; ResourceNotFoundException for a version that is not there.
 */
export function checkRouting(
  known: KnownFunction,
  version: string,
  weights: Readonly<Record<string, number>> | undefined,
): AliasRecord["routing"] {
  const entries = Object.entries(weights ?? {});
  const [first, ...more] = entries;
  if (!first) return undefined;
  if (more.length > 0) throw invalidParameter("Number of items in AdditionalVersionWeights cannot be greater than 1");
  const [second, weight] = first;
  const text = `{${second}=${weight}}`;
  const member = "routingConfig.additionalVersionWeights";
  if (!(weight >= 0 && weight <= 1)) {
    throw validationFailed(
      text,
      member,
      "Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]",
    );
  }
  if (second === version) {
    throw invalidParameter(
      `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
    );
  }
  if (version === latestVersion) {
    throw invalidParameterOfNobody("$LATEST is not supported for an alias pointing to more than 1 version");
  }
  if (!/^\d+$/.test(second)) {
    throw validationFailed(
      text,
      member,
      "Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+]",
    );
  }
  findVersion(known, second);
  return { version: second, weight };
}
