import { Readable } from "node:stream";
import { AwsError, fail } from "../platform/aws-error.ts";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { Random } from "../platform/random.ts";
import type { ServiceName } from "../services/models.ts";
import { createContext, notBuilt, type OperationTable } from "../services/operation-table.ts";
import type { OperationContext } from "../services/service.ts";
import { readSignature, type Signature } from "../services/signature/signature.ts";
import type { RoutedOperation, ServiceCodec, WireResponse } from "../wire/wire.ts";
import { AnswersTogether } from "./answers-together.ts";
import { authErrorsOf } from "./auth-errors.ts";
import type { Authenticator, Caller } from "./authenticate.ts";
import { sha256Hex } from "./content-sha256.ts";
import { encodeFailure } from "./encode-failure.ts";
import { withHoistedHeaders } from "./hoisted-headers.ts";
import type { HttpRequest } from "./http/http-request.ts";
import { largestBodyBytes } from "./http/request-body.ts";
import { identify, identifySigner, speaksForms, type Target } from "./identify.ts";
import type { KnownServices } from "./known-services.ts";
import { type Form, isPacked, preparePayload, readForm, unpackForm } from "./payload.ts";
import { createRequestId, withRequestId } from "./request-id.ts";

export interface PipelineParts {
  readonly known: KnownServices;
  readonly table: OperationTable;
  readonly authenticator: Authenticator;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The base URL when the client has sent no Host. */
  readonly endpoint: () => string;
}

/**
 * The path of every AWS request, as one list: parse → identify → authenticate → decode → authorize → call → encode. The answer
 * function never rejects: whatever is thrown on the way is encoded as the service's error.
 */
export function createPipeline(parts: PipelineParts): (request: HttpRequest) => Promise<WireResponse> {
  const { known, table, authenticator, clock, random, log } = parts;
  const together = new AnswersTogether();
  return async (request) => {
    const startedMs = clock.monotonicMs();
    let target: Target | undefined;
    let codec: ServiceCodec | undefined;
    let operationName = "?";
    let context: OperationContext | undefined;
    let requestId = "";
    let response: WireResponse;
    let input: Readonly<Record<string, unknown>> = {};
    let errorCode: string | undefined;
    try {
      const signature = readSignature(request);
      let form = speaksForms(known, request, signature) ? await readForm(request) : undefined;
      let caller: Caller | undefined;
      let signer: Target | undefined;
      if (form && isPacked(request)) {
        signer = identifySigner(known, request, signature);
        caller = await authenticatePacked(parts, request, signer, signature, form);
        form = await unpackForm(request, form);
      }
      target = identify(known, request, signature, form?.parameters);
      requestId = createRequestId(target.habits, random);
      codec = await known.wire.codec(target.facts.name);
      const routed = codec.route(target.protocol, request, target.action, target.resource);
      operationName = routed.name;
      const operation =
        table.find(target.facts.name as ServiceName, routed.name) ?? fail(notBuilt(target.facts.name, routed.name));
      const limitBytes = requestBytesOf(operation.service.definition.requestBytes, routed.name);
      const options = { operation: routed.name, streams: routed.streamsInput, limitBytes };
      const payload = preparePayload(request, target, signature, options, form);
      if (signature) await payload.readForHash();
      // Whoever is known by a packed form is known to the service it was signed for, and may have meant another.
      if (!caller || target.facts.name !== signer?.facts.name) {
        caller = await authenticator.authenticate(request, target, signature, payload.hash);
      }
      const head = withHoistedHeaders(payload.head, target, signature);
      const body = codec.prepare(routed, await payload.open(caller));
      const told = target.habits.inputOfPath?.(request.path, request.headers.host ?? "");
      input = codec.decode(routed, head, body instanceof Promise ? await body : body, told);
      context = createContext(table, operation.service, {
        account: caller.principal.account,
        region: target.region,
        principal: caller.principal,
        requestId,
        request: {
          method: request.method,
          headers: request.headers,
          sourceIp: request.sourceIp,
          endpoint: request.headers.host ? `${request.scheme}://${request.headers.host}` : parts.endpoint(),
          signature,
          trailers: payload.trailers,
        },
        signal: request.signal,
      });
      await table.access(operation, input, context);
      request.body.handOver();
      const output = await operation.run(input, context);
      response = encodeOutput(codec, routed, output, requestId);
      if (context.responseStatus !== undefined) response.status = context.responseStatus;
    } catch (error) {
      if (!(error instanceof AwsError))
        log.error(`a fault in ${target?.facts.name ?? "?"} ${operationName}`, { error: describe(error) });
      errorCode = error instanceof AwsError ? error.code : "InternalError";
      requestId ||= random.uuid();
      response = encodeFailure(error, { request, target, codec, requestId, operationName });
    }
    Object.assign(response.headers, context?.responseHeaders);
    const totalMs = clock.monotonicMs() - startedMs;
    const traceId = request.headers["x-amzn-trace-id"];
    if (traceId !== undefined && context && target) {
      const operation = table.find(target.facts.name as ServiceName, operationName);
      if (operation) table.noteFlow(traceId, operation, input, context, totalMs, errorCode);
    }
    const service = target && table.services.get(target.facts.name as ServiceName);
    if (service?.definition.answered) {
      service.definition.answered(
        {
          operation: operationName,
          input,
          principal: context?.principal,
          region: target?.region,
          requestId,
          method: request.method,
          uri: request.rawQuery === "" ? request.path : `${request.path}?${request.rawQuery}`,
          headers: request.headers,
          sourceIp: request.sourceIp,
          status: response.status,
          errorCode,
          bytesSent: bytesOf(response),
          totalMs,
        },
        service.state,
      );
    }
    log.debug(`${request.method} ${target?.facts.name ?? "?"} ${operationName}`, {
      status: response.status,
      ms: Math.round(totalMs * 10) / 10,
    });
    if (target?.habits.answersTogether) await together.endOfTurn();
    return withRequestId(response, target?.habits, requestId);
  };
}

/** A form that is packed tells only then what it wants; nothing is unpacked for a stranger. */
async function authenticatePacked(
  { authenticator }: PipelineParts,
  request: HttpRequest,
  signer: Target | undefined,
  signature: Signature | undefined,
  { raw }: Form,
): Promise<Caller | undefined> {
  if (signer) return authenticator.authenticate(request, signer, signature, () => sha256Hex(raw));
  if (authenticator.isEnforcing) throw authErrorsOf({ habits: {}, protocol: "awsQuery" }).missingToken();
  return undefined;
}

/** An answer that cannot be written leaves no open stream behind. */
function encodeOutput(
  codec: ServiceCodec,
  routed: RoutedOperation,
  output: Record<string, unknown>,
  requestId: string,
): WireResponse {
  try {
    return codec.encode(routed, output, requestId);
  } catch (error) {
    for (const member of Object.values(output)) if (member instanceof Readable) member.destroy();
    throw error;
  }
}

function requestBytesOf(limits: Readonly<Record<string, number>> | undefined, operation: string): number {
  return limits?.[operation] ?? largestBodyBytes;
}

function bytesOf({ body, headers }: WireResponse): number {
  if (typeof body === "string") return Buffer.byteLength(body);
  return body instanceof Uint8Array ? body.length : Number(headers["Content-Length"] ?? 0);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
