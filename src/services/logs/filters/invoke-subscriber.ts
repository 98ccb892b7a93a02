import { parseArn } from "../../../platform/arn.ts";
import { isNamed } from "../../../platform/aws-error.ts";
import { servicePrincipal } from "../../principal.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { groupArn } from "../groups/log-group.ts";

export interface SubscriberCall {
  readonly functionArn: string;
  readonly group: string;
  /** JSON; without it, it is only asked whether it would be allowed. */
  readonly payload?: string;
  readonly deduplicationId?: string;
}

/**
 * Calls a function asynchronously as CloudWatch Logs, on behalf of the group: the function's policy must allow it. A policy may
 * name `logs.amazonaws.com` or the region's `logs.us-east-1.amazonaws.com`.
 */
export async function invokeSubscriber(host: ServiceHost, at: Place, call: SubscriberCall): Promise<void> {
  try {
    await invokeAs(host, at, call, "logs.amazonaws.com");
  } catch (error) {
    if (!isNamed(error, "AccessDenied") && !isNamed(error, "AccessDeniedException")) throw error;
    await invokeAs(host, at, call, `logs.${at.region}.amazonaws.com`);
  }
}

async function invokeAs(
  host: ServiceHost,
  { account, region }: Place,
  call: SubscriberCall,
  service: string,
): Promise<void> {
  const { functionArn, group, payload, deduplicationId } = call;
  await host.call(
    "lambda",
    "Invoke",
    {
      FunctionName: functionArn,
      InvocationType: payload === undefined ? "DryRun" : "Event",
      Payload: payload === undefined ? undefined : Buffer.from(payload),
    },
    {
      account: parseArn(functionArn)?.account ?? account,
      region,
      principal: servicePrincipal(service, account),
      sourceArn: `${groupArn({ account, region }, group)}:*`,
      sourceAccount: account,
      deduplicationId,
    },
  );
}
