import type { Environment } from "@aws-sdk/client-lambda";
import { environmentTooLarge, reservedEnvironmentKeys, validationFailed } from "../errors.ts";
import { reservedNames } from "../invocation/environment/environment-variables.ts";
import { limits } from "../limits.ts";

const variableName = /^[a-zA-Z]([a-zA-Z0-9_])+$/;

/** The variables a user may set. Source: "Working with Lambda environment variables". Throws AWS's errors. */
export function checkedVariables({ Variables: variables = {} }: Environment): Record<string, string> {
  const names = Object.keys(variables);
  const malformed = names.find((name) => !variableName.test(name) && !reservedNames.has(name));
  if (malformed !== undefined) {
    throw validationFailed(
      `{${names.map((name) => `${name}=***`).join(", ")}}`,
      "environment.variables",
      "Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]",
    );
  }
  const reserved = names.filter((name) => reservedNames.has(name));
  if (reserved.length > 0) throw reservedEnvironmentKeys(reserved);
  const text = JSON.stringify(variables);
  if (Buffer.byteLength(text) > limits.environmentVariablesBytes) throw environmentTooLarge(text);
  return { ...variables };
}
