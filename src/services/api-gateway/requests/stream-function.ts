import { streamNamedFunction, within } from "../../execute-api/call-function.ts";
import { withParent } from "../../execute-api/trace-id.ts";
import { BadProxyAnswer } from "../../http-proxy/bad-proxy-answer.ts";
import { Prelude } from "../../http-proxy/prelude.ts";
import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import type { Asked } from "./asked.ts";
import { functionCall, toInvocationError } from "./function-call.ts";
import { internalError, timedOut } from "./gateway-error.ts";
import { remapAnswer } from "./header-rules.ts";
import { readStreamHead } from "./proxy-answer.ts";
import type { RestAnswer } from "./rest-answer.ts";
import { toStreamedBody } from "./streamed-body.ts";

/**
 * The answer of a function that streams: it begins when the function has written its metadata and eight NUL bytes, within the first 16 KB, whatever content type it has told.
 * Throws GatewayError. Source: "Set up a Lambda proxy integration with payload response streaming in API Gateway".
 */
export async function streamFunction(host: ServiceHost, asked: Asked, event: Buffer): Promise<RestAnswer> {
  const startedMs = host.clock.monotonicMs();
  const timeoutMs = asked.integration.timeoutInMillis ?? limits.integrationTimeoutMs;
  const beginning = begin(host, asked, event);
  const begun = await within(host, timeoutMs, beginning);
  if (!begun) {
    // Nobody reads what it writes later.
    void beginning.then(
      ({ pieces }) => pieces.return(undefined),
      () => {},
    );
    throw timedOut();
  }
  const { head, rest, pieces } = begun;
  return {
    status: head.status,
    headers: { ...remapAnswer(head.headers, false), "x-amzn-trace-id": withParent(asked.traceId, host) },
    body: nothing,
    streamed: toStreamedBody(host, asked, pieces, startedMs, rest),
  };
}

const nothing = Buffer.alloc(0);

async function begin(host: ServiceHost, asked: Asked, event: Buffer) {
  try {
    const pieces = piecesOf(await streamNamedFunction(host, functionCall(asked), event));
    const { text, rest } = await readPrelude(pieces);
    return { head: readStreamHead(text), rest, pieces };
  } catch (error) {
    if (error instanceof FailedInMiddle) throw internalError("The function failed: see its log.", 502);
    if (error instanceof BadProxyAnswer)
      throw internalError(`The function's answer is no stream: ${error.message}.`, 502);
    throw toInvocationError(error);
  }
}

type Events = Awaited<ReturnType<typeof streamNamedFunction>>;

class FailedInMiddle extends Error {
  override readonly name = "FailedInMiddle";
}

async function* piecesOf(events: Events): AsyncGenerator<Uint8Array> {
  for await (const { PayloadChunk, InvokeComplete } of events) {
    if (PayloadChunk?.Payload) yield PayloadChunk.Payload;
    if (InvokeComplete?.ErrorCode) throw new FailedInMiddle("the function failed while it streamed");
  }
}

async function readPrelude(pieces: AsyncGenerator<Uint8Array>): Promise<{ text: string; rest: Buffer }> {
  const prelude = new Prelude(limits.streamMetadataBytes);
  try {
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
      const { buffer, byteOffset, byteLength } = next.value;
      const read = prelude.take(Buffer.from(buffer, byteOffset, byteLength));
      if (read) return read;
    }
    throw new BadProxyAnswer("it has ended without its metadata's end");
  } catch (error) {
    void pieces.return(undefined);
    throw error;
  }
}
