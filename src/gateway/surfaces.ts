import { Readable } from "node:stream";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { Random } from "../platform/random.ts";
import type { ServiceName } from "../services/models.ts";
import type { OperationTable, RunningService } from "../services/operation-table.ts";
import type { Principal } from "../services/principal.ts";
import type { Surface, SurfaceAnswer, SurfaceRequest } from "../services/surface.ts";
import type { Wire, WireResponse } from "../wire/wire.ts";
import type { Authenticator } from "./authenticate.ts";
import type { HttpRequest } from "./http/http-request.ts";
import { identifyFor } from "./identify.ts";
import { readSignature } from "./signature/signature.ts";

export interface SurfaceParts {
  readonly wire: Wire;
  readonly table: OperationTable;
  readonly authenticator: Authenticator;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Undefined for a request that is for no surface. */
type AnswerIfAny = (request: HttpRequest) => Promise<WireResponse> | undefined;

export interface Surfaces {
  /** Those with host names of their own. */
  readonly ofOwnHosts: AnswerIfAny;
  /** Those that share the API's. */
  readonly ofOurHost: AnswerIfAny;
}

/** What services answer beside AWS's API. */
export function createSurfaces(parts: SurfaceParts): Surfaces {
  const all = [...parts.table.services.values()].flatMap((service) =>
    (service.definition.surfaces ?? []).map((surface: Surface<unknown>) => ({ service, surface })),
  );
  const among = (surfaces: readonly ServedSurface[]): AnswerIfAny => {
    return (request) => {
      for (const served of surfaces) {
        const resource = served.surface.match(request);
        if (resource !== undefined) return answer(served, resource, request, parts);
      }
      return undefined;
    };
  };
  return {
    ofOwnHosts: among(all.filter(({ surface }) => surface.hasOwnHosts)),
    ofOurHost: among(all.filter(({ surface }) => !surface.hasOwnHosts)),
  };
}

interface ServedSurface {
  readonly service: RunningService;
  readonly surface: Surface<unknown>;
}

/** Never rejects: a fault is answered like one of the API. */
async function answer(
  { service, surface }: ServedSurface,
  resource: string,
  request: HttpRequest,
  parts: SurfaceParts,
): Promise<WireResponse> {
  const { clock, random, log, table } = parts;
  const startedMs = clock.monotonicMs();
  const requestId = surface.createRequestId?.(random) ?? random.uuid();
  let signer: Principal | undefined;
  const asked = toSurfaceRequest(service.definition.name, request, requestId, parts, (principal) => {
    signer = principal;
  });
  const answered = await surface
    .answer(resource, asked, { state: service.state, host: table.host })
    .catch((error: unknown) => {
      log.error(`a fault in ${surface.name}`, { error: error instanceof Error ? error.stack : String(error) });
      return fault;
    });
  const response = toWireResponse(request, answered);
  const totalMs = clock.monotonicMs() - startedMs;
  service.definition.answered?.(
    {
      operation: surface.name,
      input: answered.input ?? {},
      principal: signer,
      requestId,
      method: request.method,
      uri: request.rawQuery === "" ? request.path : `${request.path}?${request.rawQuery}`,
      headers: request.headers,
      sourceIp: request.sourceIp,
      status: response.status,
      errorCode: undefined,
      bytesSent: bytesOf(response),
      totalMs,
    },
    service.state,
  );
  log.debug(`${request.method} ${surface.name}`, {
    status: response.status,
    ms: Math.round(totalMs * 10) / 10,
  });
  return response;
}

const fault: SurfaceAnswer = {
  status: 500,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ Message: "An internal error occurred." }),
};

function toSurfaceRequest(
  service: ServiceName,
  request: HttpRequest,
  requestId: string,
  parts: SurfaceParts,
  onSigner: (principal: Principal) => void,
): SurfaceRequest {
  let body: Promise<Buffer> | undefined;
  const read = (mostBytes: number) => {
    body ??= request.body.collect(mostBytes).finally(() => request.body.handOver());
    return body;
  };
  return {
    method: request.method,
    host: request.host,
    path: request.path,
    rawQuery: request.rawQuery,
    headers: request.headers,
    rawHeaders: request.rawHeaders,
    sourceIp: request.sourceIp,
    requestId,
    body: read,
    signer: async (mostBytes) => {
      const principal = await findSigner(service, request, await read(mostBytes), parts);
      if (principal) onSigner(principal);
      return principal;
    },
  };
}

/** Undefined for a request without a signature. Rejects for one that does not hold: it must be for this very service, region and body. */
async function findSigner(
  service: ServiceName,
  request: HttpRequest,
  body: Buffer,
  { wire, authenticator }: SurfaceParts,
): Promise<Principal | undefined> {
  if (!readSignature(request)) return undefined;
  const target = identifyFor(wire, service, request.host);
  return (await authenticator.authenticateWhole(request, target, body)).principal;
}

function toWireResponse({ method }: HttpRequest, { status, headers, body }: SurfaceAnswer): WireResponse {
  const hasNone = method === "HEAD" || status === 204 || status === 304;
  if (hasNone && body instanceof Readable) body.destroy();
  // Node writes an array as several headers, which only cookies need.
  const own = { ...headers } as Record<string, string>;
  if (!hasNone) return { status, headers: own, body };
  // As GET would say.
  if (method === "HEAD" && (typeof body === "string" || Buffer.isBuffer(body))) {
    own["content-length"] ??= String(Buffer.byteLength(body));
  }
  if (method === "HEAD" && body instanceof Readable && own["content-length"] === undefined) {
    own["transfer-encoding"] = "chunked";
  }
  return { status, headers: own, body: undefined };
}

function bytesOf({ body, headers }: WireResponse): number {
  if (typeof body === "string") return Buffer.byteLength(body);
  return body instanceof Uint8Array ? body.length : Number(headers["content-length"] ?? 0);
}
