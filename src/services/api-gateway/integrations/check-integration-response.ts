import type { IntegrationResponse } from "@aws-sdk/client-api-gateway";
import { invalid } from "../errors.ts";
import { checkTemplate } from "./check-integration.ts";
import { checkPattern } from "./check-pattern.ts";

/** Throws what AWS refuses of an integration's response. Source: "PutIntegrationResponse", and recorded answers. */
export function checkIntegrationResponse(response: IntegrationResponse): void {
  for (const [type, template] of Object.entries(response.responseTemplates ?? {})) {
    if (!/^[^\s/]+\/[^\s/]+$/.test(type))
      throw invalid(`Validation Result: warnings : [], errors : [Invalid content type specified: ${type}]`);
    checkTemplate(template ?? "");
  }
  for (const [target, source] of Object.entries(response.responseParameters ?? {})) {
    const isTarget = /^method\.response\.header\.\S+$/.test(target);
    if (
      isTarget &&
      /^(?:'[^']*'|integration\.response\.(?:(?:multivalue)?header\.\S+|body\S*)|stageVariables\.\w+|context\.[\w.]+)$/.test(
        source,
      )
    )
      continue;
    throw invalid(
      `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression ${isTarget ? "" : "parameter "}specified: ${isTarget ? source : target}]`,
    );
  }
  if (response.selectionPattern) checkPattern(response.selectionPattern);
  if (response.selectionPattern && !isPattern(response.selectionPattern))
    throw invalid(`Invalid selection pattern specified: ${response.selectionPattern}`);
}

function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern, "s");
    return true;
  } catch {
    return false;
  }
}
