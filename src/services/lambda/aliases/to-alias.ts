import type { AliasConfiguration } from "@aws-sdk/client-lambda";
import { type FunctionFamily, qualifiedArn } from "../functions/function.ts";
import type { AliasRecord } from "./alias.ts";

/** The answer's form of an alias. Source: API reference, "AliasConfiguration". */
export function toAlias({ latest }: FunctionFamily, alias: AliasRecord): AliasConfiguration {
  const { name, version, description, routing, revisionId } = alias;
  return {
    AliasArn: qualifiedArn(latest, name),
    Name: name,
    FunctionVersion: version,
    Description: description,
    RoutingConfig: routing && { AdditionalVersionWeights: { [routing.version]: routing.weight } },
    RevisionId: revisionId,
  };
}
