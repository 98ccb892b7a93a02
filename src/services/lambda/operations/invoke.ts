import { invalidParameter, invalidRequestContent, requestTooLarge } from "../errors.ts";
import { type FunctionRecord, functionArn } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import type { InvocationRequest } from "../invocation/environment.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../model.ts";

/** RequestResponse waits for the answer, Event keeps the event and answers 202, DryRun only checks and answers 204. */
export const invoke: LambdaOperation<"Invoke"> = async (input, context) => {
  const { state } = context;
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const plain = reference.qualifier === undefined || reference.qualifier === "$LATEST";
  const record = (plain && state.functions.peek(functionArn(reference))) || (await state.functions.require(reference));
  if (input.TenantId !== undefined) throw invalidParameter("The function does not have tenant isolation.");
  if (input.InvocationType === "DryRun") return { StatusCode: 204, ExecutedVersion: "$LATEST" };
  const asynchronous = input.InvocationType === "Event";
  const request: InvocationRequest = {
    requestId: context.requestId,
    event: checkedPayload(input.Payload, asynchronous),
    clientContext: readClientContext(input.ClientContext),
    traceId: context.request.headers["x-amzn-trace-id"],
    tailLog: input.LogType === "Tail",
  };
  if (asynchronous) {
    await acceptEvent(state, record, request, context.deduplicationId ?? context.requestId, context.host.clock.nowMs());
    return { StatusCode: 202 };
  }
  const outcome = await state.invoker.invoke(record, request);
  return {
    StatusCode: 200,
    Payload: outcome.payload,
    ExecutedVersion: "$LATEST",
    FunctionError: outcome.failed ? "Unhandled" : undefined,
    LogResult: outcome.logTail?.toString("base64"),
  };
};

function acceptEvent(
  state: Parameters<typeof invoke>[1]["state"],
  record: FunctionRecord,
  request: InvocationRequest,
  id: string,
  nowMs: number,
): Promise<void> {
  return state.events.of(record).accept({
    id,
    requestId: request.requestId,
    payload: Buffer.from(request.event),
    clientContext: request.clientContext,
    traceId: request.traceId,
    failures: 0,
    deferrals: 0,
    acceptedMs: nowMs,
    dueMs: nowMs,
  });
}

const emptyEvent = Buffer.from("{}");

function checkedPayload(payload: Buffer | undefined, asynchronous: boolean): Buffer {
  if (!payload || payload.length === 0) return emptyEvent;
  const limit = asynchronous ? limits.asynchronousPayloadBytes : limits.synchronousPayloadBytes;
  if (payload.length > limit) throw requestTooLarge(limit);
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
