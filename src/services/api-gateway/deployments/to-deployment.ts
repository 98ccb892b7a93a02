import type { Deployment } from "@aws-sdk/client-api-gateway";
import { type DeploymentRecord, toPart } from "../parts/part.ts";

/** As it goes to a client; what it has made public with `embed=apisummary`. */
export function toDeployment(deployment: DeploymentRecord, embed: readonly string[] = []): Deployment {
  const { apiSummary, ...rest } = toPart(deployment);
  return embed.includes("apisummary") ? { ...rest, apiSummary } : rest;
}
