import type { OperationInput } from "../../service.ts";
import { eventTooLarge } from "../errors.ts";
import { checkQualifier } from "../functions/find-version.ts";
import { sentToOf } from "../invocation/events/sent-to.ts";
import {
  checkedPayload,
  type FoundFunction,
  findFunction,
  readClientContext,
  toInvocation,
} from "../invocation/prepare-invocation.ts";
import { limits } from "../limits.ts";
import type { Lambda } from "../model.ts";
import type { LambdaContext, LambdaOperation } from "../operation.ts";

/** RequestResponse waits for the answer, Event keeps the event and answers 202, DryRun only checks and answers 204. */
export const invoke: LambdaOperation<"Invoke"> = async (input, context) => {
  const found = await findFunction(input, context);
  if (input.InvocationType === "DryRun") {
    checkQualifier(found.known, found.reference.qualifier);
    return { StatusCode: 204 };
  }
  if (input.InvocationType === "Event") {
    await accept(input, context, found);
    return { StatusCode: 202 };
  }
  const { target, request } = toInvocation(input, context, found);
  const outcome = await context.state.invoker.invoke(target, request);
  return {
    StatusCode: 200,
    Payload: outcome.payload,
    ExecutedVersion: target.record.version,
    FunctionError: outcome.failed ? "Unhandled" : undefined,
    LogResult: outcome.logTail?.toString("base64"),
  };
};

/** Fulfilled when the event is durable. A repeated delivery of one effect is one event. */
async function accept(
  input: OperationInput<Lambda, "Invoke">,
  { state, host, requestId, deduplicationId, request }: LambdaContext,
  { reference, known }: FoundFunction,
): Promise<void> {
  checkQualifier(known, reference.qualifier);
  const tooLarge = (limitBytes: number, bytes: number) => eventTooLarge(bytes, limitBytes);
  const payload = checkedPayload(input.Payload, limits.asynchronousPayloadBytes, tooLarge);
  const nowMs = host.clock.nowMs();
  const isNew = await state.events.accept(known.family.latest, sentToOf(known.family, reference.qualifier), {
    id: deduplicationId ?? requestId,
    requestId,
    qualifier: reference.qualifier,
    tenant: input.TenantId,
    // The request's buffer is larger than its body, and the event may wait long.
    payload: Buffer.from(payload),
    clientContext: readClientContext(input.ClientContext),
    traceId: request.headers["x-amzn-trace-id"],
    failures: 0,
    deferrals: 0,
    acceptedMs: nowMs,
    dueMs: nowMs,
  });
  if (isNew) state.meter.count(reference, "AsyncEventsReceived");
}
