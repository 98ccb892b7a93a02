import { AwsError } from "../platform/aws-error.ts";
import type { Random } from "../platform/random.ts";
import type { OperationTable } from "../services/operation-table.ts";
import type { CrossOriginVerdict } from "../services/service.ts";
import { readSignature } from "../services/signature/signature.ts";
import type { WireResponse } from "../wire/wire.ts";
import type { HttpRequest } from "./http/http-request.ts";
import { identifyIfAny, type Target } from "./identify.ts";
import type { KnownServices } from "./known-services.ts";
import { createRequestId, withRequestId } from "./request-id.ts";

export interface CrossOriginParts {
  readonly known: KnownServices;
  readonly table: OperationTable;
  readonly random: Random;
}

/** What a request's own resource says to the page that asks. */
export interface CrossOriginAnswer extends CrossOriginVerdict {
  readonly target: Target | undefined;
  readonly isPreflight: boolean;
}

/**
 * Applies the rules that a service has for pages of other origins (a bucket's CORS configuration): answers their browsers'
 * preflights, and tells the browser which answers the page may see. A preflight has no signature; it is answered by the rules
 * alone. Requests without an origin pass untouched.
 */
export function answerCrossOrigin(
  answer: (request: HttpRequest) => Promise<WireResponse>,
  parts: CrossOriginParts,
): (request: HttpRequest) => Promise<WireResponse> {
  return async (request) => {
    if (request.headers.origin === undefined) return answer(request);
    const { target, headers, refusal } = await askRules(parts, request);
    if (request.method === "OPTIONS" && target && hasRules(parts.table, target)) {
      return preflight(parts, target, headers, refusal);
    }
    const response = await answer(request);
    return { ...response, headers: { ...response.headers, ...headers } };
  };
}

/** Asks the rules of what a request is for. It must have an origin. */
export async function askRules({ known, table }: CrossOriginParts, request: HttpRequest): Promise<CrossOriginAnswer> {
  const { origin = "" } = request.headers;
  const asked = request.headers["access-control-request-method"];
  const isPreflight = request.method === "OPTIONS" && asked !== undefined;
  // Whoever asks, though it is no preflight, is told what he asks. Source: recorded answers.
  const isAsking = asked !== undefined;
  const target = identifyIfAny(known, request, readSignature(request));
  const service = target && table.services.get(target.facts.name as never);
  const resource = target?.resource ?? firstSegment(request.path);
  const verdict = await service?.definition.crossOrigin?.(
    {
      resource,
      isWhole: request.path.slice(target?.resource === undefined ? resource.length + 1 : 0).length <= 1,
      origin,
      method: isAsking ? asked : request.method,
      headers: namesIn(request.headers["access-control-request-headers"]),
    },
    service.state,
  );
  return { hasRules: false, headers: undefined, ...verdict, target, isPreflight };
}

function hasRules(table: OperationTable, { facts }: Target): boolean {
  return table.services.get(facts.name as never)?.definition.crossOrigin !== undefined;
}

async function preflight(
  { known, random }: CrossOriginParts,
  target: Target,
  headers: Readonly<Record<string, string>> | undefined,
  refusal: AwsError | undefined,
): Promise<WireResponse> {
  const requestId = createRequestId(target.habits, random);
  const response: WireResponse = headers
    ? { status: 200, headers: { ...headers }, body: undefined }
    : (await known.wire.codec(target.facts.name)).encodeError(target.protocol, refusal ?? forbidden(), requestId, {
        head: false,
      });
  if (!headers) response.headers["Transfer-Encoding"] = "chunked";
  return withRequestId(response, target.habits, requestId);
}

function forbidden(): AwsError {
  return new AwsError("AccessForbidden", "This CORS request is not allowed.", { status: 403 });
}

export function firstSegment(path: string): string {
  const segment = path.split("/", 2)[1] ?? "";
  // A bucket's name needs no encoding; what has one names none.
  return segment.includes("%") ? "" : segment;
}

function namesIn(list: string | undefined): string[] {
  return list === undefined ? [] : list.split(",").map((name) => name.trim().toLowerCase());
}
