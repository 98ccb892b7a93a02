import {
  eventTooLarge,
  invalidParameter,
  invalidRequestContent,
  recursionStopped,
  requestTooLarge,
} from "../errors.ts";
import { checkQualifier } from "../functions/find-version.ts";
import { functionArn, qualifiedArn } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { continueTrace, isLoop } from "../invocation/trace-header.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../model.ts";

/** RequestResponse waits for the answer, Event keeps the event and answers 202, DryRun only checks and answers 204. */
export const invoke: LambdaOperation<"Invoke"> = async (input, context) => {
  const { state, host } = context;
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const arn = functionArn(reference);
  const known = state.functions.peek(arn) ?? (await state.functions.require(reference));
  const { qualifier } = reference;
  checkTenant(known.family.latest.configuration.tenancy, input.TenantId);
  const asynchronous = input.InvocationType === "Event";
  if (input.InvocationType === "DryRun" || asynchronous) checkQualifier(known, qualifier);
  if (input.InvocationType === "DryRun") return { StatusCode: 204, ExecutedVersion: undefined };
  const payload = checkedPayload(input.Payload, asynchronous);
  const clientContext = readClientContext(input.ClientContext);
  const givenTrace = context.request.headers["x-amzn-trace-id"];
  if (asynchronous) {
    const nowMs = host.clock.nowMs();
    await state.events.of(reference).accept({
      id: context.deduplicationId ?? context.requestId,
      requestId: context.requestId,
      qualifier,
      tenant: input.TenantId,
      payload: Buffer.from(payload),
      clientContext,
      traceId: givenTrace,
      failures: 0,
      deferrals: 0,
      acceptedMs: nowMs,
      dueMs: nowMs,
    });
    state.meter.count(reference, "AsyncEventsReceived");
    return { StatusCode: 202 };
  }
  const trace = continueTrace(givenTrace, arn, host.clock.nowMs(), host.random);
  if (isLoop(trace) && known.family.recursiveLoop === "Terminate") {
    state.meter.count(reference, "RecursiveInvocationsDropped");
    throw recursionStopped();
  }
  context.responseHeaders["x-amzn-trace-id"] = trace.text;
  const target = state.invoker.target(known, qualifier, input.TenantId);
  const outcome = await state.invoker.invoke(target, {
    requestId: context.requestId,
    event: payload,
    invokedArn: qualifier === undefined ? arn : qualifiedArn(reference, qualifier),
    clientContext,
    traceId: trace.text,
    tailLog: input.LogType === "Tail",
  });
  return {
    StatusCode: 200,
    Payload: outcome.payload,
    ExecutedVersion: target.record.version,
    FunctionError: outcome.failed ? "Unhandled" : undefined,
    LogResult: outcome.logTail?.toString("base64"),
  };
};

function checkTenant(tenancy: "PER_TENANT" | undefined, tenant: string | undefined): void {
  if (tenancy && tenant === undefined) {
    throw invalidParameter(
      "The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again.",
    );
  }
  if (!tenancy && tenant !== undefined) {
    throw invalidParameter(
      "The invoked function is not enabled with tenancy configuration. Remove the tenant ID from your request and try again.",
    );
  }
}

const emptyEvent = Buffer.from("{}");

function checkedPayload(payload: Buffer | undefined, asynchronous: boolean): Buffer {
  if (!payload || payload.length === 0) return emptyEvent;
  const limit = asynchronous ? limits.asynchronousPayloadBytes : limits.synchronousPayloadBytes;
  if (payload.length > limit) throw asynchronous ? eventTooLarge(payload.length, limit) : requestTooLarge(limit);
  checkJson(payload);
  return payload;
}

function checkJson(payload: Buffer): void {
  const text = payload.toString("utf8");
  try {
    JSON.parse(text);
  } catch (error) {
    throw invalidRequestContent(`Could not parse request body into json: ${(error as Error).message}`);
  }
}

function readClientContext(encoded: string | undefined): string | undefined {
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  if (encoded.length > limits.clientContextBytes) {
    throw invalidRequestContent("Client context must be no more than 3583 bytes when base64-encoded.");
  }
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw invalidRequestContent("Client context must be a valid Base64-encoded JSON object.");
  }
}
