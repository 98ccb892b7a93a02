import type { InvokeWithResponseStreamResponseEvent } from "@aws-sdk/client-lambda";
import { checkQualifier } from "../functions/find-version.ts";
import type { InvocationOutcome } from "../invocation/invocation.ts";
import { PartStream } from "../invocation/part-stream.ts";
import { prepareInvocation } from "../invocation/prepare-invocation.ts";
import type { LambdaOperation } from "../operation.ts";

/**
 * Invokes, and answers as soon as the function has written the first piece of its response. A function that does not stream
 * answers in one piece.
 */
export const invokeWithResponseStream: LambdaOperation<"InvokeWithResponseStream"> = async (input, context) => {
  const { target, request } = await prepareInvocation(input, context);
  if (input.InvocationType === "DryRun") {
    checkQualifier(target.known, target.qualifier);
    return { StatusCode: 204, EventStream: undefined };
  }
  const parts = new PartStream();
  const begun = Promise.withResolvers<void>();
  const outcome = context.state.invoker.invoke(target, {
    ...request,
    onPart: (part) => {
      begun.resolve();
      return parts.push(part);
    },
  });
  const ended = outcome.then((value) => {
    if (!value.failed && value.payload.length > 0) parts.push(value.payload);
    parts.end();
    return value;
  });
  // A refusal is this call's error; what happens after the first piece is told in the stream.
  await Promise.race([begun.promise, ended]);
  return {
    StatusCode: 200,
    ExecutedVersion: target.record.version,
    ResponseStreamContentType: undefined,
    EventStream: toEvents(parts, ended),
  };
};

async function* toEvents(
  parts: PartStream,
  ended: Promise<InvocationOutcome>,
): AsyncGenerator<InvokeWithResponseStreamResponseEvent> {
  try {
    for (let Payload = await parts.next(); Payload; Payload = await parts.next()) yield { PayloadChunk: { Payload } };
    yield { InvokeComplete: await toComplete(ended) };
  } finally {
    parts.abandon();
  }
}

async function toComplete(ended: Promise<InvocationOutcome>) {
  const { failed, payload, logTail } = await ended;
  return {
    ...(failed && { ErrorCode: "Unhandled", ErrorDetails: payload.toString("utf8") }),
    LogResult: logTail?.toString("base64"),
  };
}
