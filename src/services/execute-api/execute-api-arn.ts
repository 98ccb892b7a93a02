import { partitionOf } from "../../platform/arn.ts";
import type { Place } from "../service.ts";

/** What policies of functions and of callers name: `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH`. */
export function executeApiArn({ account, region }: Place, apiId: string, rest: string): string {
  return `arn:${partitionOf(region)}:execute-api:${region}:${account}:${apiId}/${rest}`;
}
