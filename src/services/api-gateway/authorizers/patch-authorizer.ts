import type { AuthorizerRecord } from "../parts/part.ts";
import { badPath, type Patch } from "../parts/patch.ts";

/** One operation of UpdateAuthorizer. Source: "Patch operations", "UpdateAuthorizer". */
export function patchAuthorizer(authorizer: AuthorizerRecord, patch: Patch): AuthorizerRecord {
  const { steps, op, value = "" } = patch;
  const [first] = steps;
  switch (first) {
    case "name":
      return { ...authorizer, name: value };
    case "authorizerResultTtlInSeconds":
      return { ...authorizer, authorizerResultTtlInSeconds: Number(value) };
    case "type":
      return { ...authorizer, type: value as NonNullable<AuthorizerRecord["type"]> };
    case "providerARNs":
      return { ...authorizer, providerARNs: patchProviders(authorizer.providerARNs ?? [], op, value) };
    case "authorizerUri":
    case "authorizerCredentials":
    case "identitySource":
    case "identityValidationExpression":
    case "authType": {
      const { [first]: _, ...rest } = authorizer;
      return (op === "remove" || value === "" ? rest : { ...rest, [first]: value }) as AuthorizerRecord;
    }
    default:
      throw badPath(patch);
  }
}

function patchProviders(former: readonly string[], op: string, value: string): string[] {
  const others = former.filter((each) => each !== value);
  return op === "remove" ? others : [...others, value];
}
