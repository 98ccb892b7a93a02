import { isNamed } from "../../platform/aws-error.ts";
import { servicePrincipal } from "../principal.ts";
import type { CallOptions, Place, ServiceHost } from "../service-host.ts";

/** In whose name a target is called. JSON, so that it can be kept with what is to be sent. */
export type Caller =
  /**
   * A service itself, whom the target's own policy must let in. Where AWS knows it by several names (`logs.amazonaws.com` and
   * `logs.us-east-1.amazonaws.com`) the policy may let in any.
   */
  | { readonly service: string | readonly string[] }
  /** A role that the service assumes; its policies must allow the call, and its trust policy must name the service. */
  | { readonly role: string; readonly sessionName: string; readonly assumedBy: string };

/** Whose event it is: the account and region of what makes it, and its ARN, for `aws:SourceAccount` and `aws:SourceArn`. */
export interface EventSource extends Place {
  readonly arn?: string;
}

/** Makes a call in the caller's name: with each of its names, until one is let in. */
export async function callAs<T>(
  host: ServiceHost,
  caller: Caller,
  { source, at, ...further }: { readonly source: EventSource; readonly at: Place } & Partial<CallOptions>,
  call: (as: CallOptions) => Promise<T>,
): Promise<T> {
  const { account, region, arn } = source;
  const common = { ...further, ...at, sourceArn: arn, sourceAccount: account };
  if ("role" in caller) {
    const { role, sessionName, assumedBy } = caller;
    const { principal } = await host.sessions.get({
      account,
      region,
      role,
      sessionName,
      service: assumedBy,
      sourceArn: arn,
    });
    return call({ ...common, principal });
  }
  const [first = "", ...others] = typeof caller.service === "string" ? [caller.service] : caller.service;
  let name = first;
  for (;;) {
    try {
      return await call({ ...common, principal: servicePrincipal(name, account) });
    } catch (error) {
      const next = others.shift();
      const isRefused = isNamed(error, "AccessDenied") || isNamed(error, "AccessDeniedException");
      if (next === undefined || !isRefused) throw error;
      name = next;
    }
  }
}
