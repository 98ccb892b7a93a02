import { type Arn, parseArn } from "../../platform/arn.ts";
import { AwsError } from "../../platform/aws-error.ts";
import type { Place, ServiceHost } from "../service-host.ts";
import { type Caller, callAs, type EventSource } from "./caller.ts";
import { type TargetKindName, targetKindOf, targetKinds } from "./target-kinds.ts";
import type { TargetMessage } from "./target-message.ts";
import { attempt, judge, type Verdict } from "./verdict.ts";

/** One thing to be told to one target. JSON, so that it can be kept. */
export interface Sending {
  /** The target's ARN. */
  readonly target: string;
  readonly message: TargetMessage;
  readonly caller: Caller;
  readonly source: EventSource;
  /** The same however often it is sent: a target that has had it takes it for what it is. */
  readonly id: string;
  /** The `X-Amzn-Trace-Id` of what led to it. */
  readonly traceId?: string;
}

/**
 * The one way out of an event: calls the target, of whatever kind, in the caller's name, and says what became of it. Never rejects.
 *
 *     return sendToTarget(host, {
 *       target: functionArn,
 *       message: { body: JSON.stringify({ Records: [record] }) },
 *       caller: { service: "s3.amazonaws.com" },
 *       source: { account, region, arn: bucketArn(bucket) },
 *       id: effect.id,
 *     });
 *
 * Who is to try again until it works, whatever happens to the server, sends by a `durableDelivery`.
 */
export async function sendToTarget(host: ServiceHost, sending: Sending): Promise<Verdict> {
  const { target, message, caller, source, id, traceId } = sending;
  const arn = parseArn(target);
  const kind = arn && targetKindOf(arn);
  if (!arn || !kind) return { kind: "never", reason: `${target} is nothing that an event can be sent to` };
  return attempt(() =>
    callAs(host, caller, { source, at: placeOf(arn, source), deduplicationId: id, traceId }, (as) =>
      targetKinds[kind].send({ host, arn, text: target, as }, message),
    ),
  );
}

/** What can be said of a target when it is configured. */
export type TargetState =
  | { readonly is: "there" }
  /** No ARN, of no kind that is a target, or of none that is wanted here. */
  | { readonly is: "wrong-kind" }
  /** It is not there, or does not let the caller in. */
  | { readonly is: "refused"; readonly error: AwsError }
  /** Squall does not have its service yet. */
  | { readonly is: "not-built"; readonly service: string };

/**
 * Asks for a target in the caller's name, for services that refuse at once what could not be told later; each has AWS's words for it. Throws what is
 * no answer of the target (a fault, a throttle).
 */
export async function probeTarget(
  host: ServiceHost,
  { target, caller, source }: Pick<Sending, "target" | "caller" | "source">,
  wanted: readonly TargetKindName[],
): Promise<TargetState> {
  const arn = parseArn(target);
  const kind = arn && targetKindOf(arn);
  if (!arn || !kind || !wanted.includes(kind)) return { is: "wrong-kind" };
  try {
    await callAs(host, caller, { source, at: placeOf(arn, source) }, (as) =>
      targetKinds[kind].probe({ host, arn, text: target, as }),
    );
    return { is: "there" };
  } catch (error) {
    if (!(error instanceof AwsError) || judge(error).kind === "later") throw error;
    return error.status === 501 ? { is: "not-built", service: arn.service } : { is: "refused", error };
  }
}

/** Where the target is; a bucket's ARN does not say it. */
function placeOf({ account, region }: Arn, source: EventSource): Place {
  return { account: account || source.account, region: region || source.region };
}
