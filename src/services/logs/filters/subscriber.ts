import type { Place } from "../../service-host.ts";
import type { Caller, EventSource } from "../../targets/caller.ts";
import { groupArn } from "../groups/log-group.ts";

/**
 * In whose name subscribers of a group are called, and on whose behalf. A function's policy may name `logs.amazonaws.com` or the region's
 * `logs.us-east-1.amazonaws.com`.
 */
export function subscriberCall({ account, region }: Place, group: string): { caller: Caller; source: EventSource } {
  return {
    caller: { service: ["logs.amazonaws.com", `logs.${region}.amazonaws.com`] },
    source: { account, region, arn: `${groupArn({ account, region }, group)}:*` },
  };
}
