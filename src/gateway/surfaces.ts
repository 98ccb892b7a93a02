import { Readable } from "node:stream";
import { AwsError } from "../platform/aws-error.ts";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { Random } from "../platform/random.ts";
import type { ServiceName } from "../services/models.ts";
import type { OperationTable, RunningService } from "../services/operation-table.ts";
import type { Principal } from "../services/principal.ts";
import { readSignature } from "../services/signature/signature.ts";
import type { Surface, SurfaceAnswer, SurfaceRequest } from "../services/surface.ts";
import type { WireResponse } from "../wire/wire.ts";
import type { Authenticator } from "./authenticate.ts";
import { callApi } from "./call-api.ts";
import { encodeFailure } from "./encode-failure.ts";
import type { HttpRequest } from "./http/http-request.ts";
import { identifyFor, identifyIfAny, type Target } from "./identify.ts";
import type { KnownServices } from "./known-services.ts";
import { withRequestId } from "./request-id.ts";

export interface SurfaceParts {
  readonly known: KnownServices;
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
  /** Those that share the console's. */
  readonly ofOurHost: AnswerIfAny;
  /** Those that are among the API's own paths, at whatever host. */
  readonly ofApi: AnswerIfAny;
}

/** What services answer beside AWS's API. */
export function createSurfaces(parts: SurfaceParts): Surfaces {
  const all = [...parts.table.services.values()].flatMap((service) =>
    (service.definition.surfaces ?? []).map((surface: Surface<unknown>) => ({ service, surface })),
  );
  const among = (surfaces: readonly ServedSurface[]): AnswerIfAny => {
    const from = (request: HttpRequest, first: number): Promise<WireResponse> | undefined => {
      for (let at = first; at < surfaces.length; at += 1) {
        const served = surfaces[at] as ServedSurface;
        const { name } = served.service.definition;
        const resource = served.surface.match(request, () => {
          const target = identifyIfAny(parts.known, request, undefined);
          return target?.facts.name === name ? target : undefined;
        });
        if (resource === undefined) continue;
        return answer(served, resource, request, parts).then(
          (response) => response ?? from(request, at + 1) ?? toWireResponse(request, nobodys),
        );
      }
      return undefined;
    };
    return (request) => from(request, 0);
  };
  return {
    ofOwnHosts: among(all.filter(({ surface }) => surface.hasOwnHosts)),
    ofOurHost: among(all.filter(({ surface }) => !surface.hasOwnHosts && !surface.isOfApi)),
    ofApi: among(all.filter(({ surface }) => surface.isOfApi)),
  };
}

interface ServedSurface {
  readonly service: RunningService;
  readonly surface: Surface<unknown>;
}

/** Never rejects: a fault is answered like one of the API. Undefined for what is another surface's. */
async function answer(
  { service, surface }: ServedSurface,
  resource: string,
  request: HttpRequest,
  parts: SurfaceParts,
): Promise<WireResponse | undefined> {
  const { clock, random, log, table } = parts;
  const startedMs = clock.monotonicMs();
  const requestId = surface.createRequestId?.(random) ?? random.uuid();
  let signer: Principal | undefined;
  let errorCode: string | undefined;
  const { name } = service.definition;
  const target = apiOf(surface, name, request, parts);
  const asked = toSurfaceRequest(
    () => target ?? identifyFor(parts.known, name, request.host, surface.signingName),
    request,
    requestId,
    parts,
    (principal) => {
      signer = principal;
    },
  );
  const answered = await surface
    .answer(resource, asked, { state: service.state, host: table.host })
    .catch(async (error: unknown): Promise<SurfaceAnswer | undefined> => {
      const isOurs = !(error instanceof AwsError);
      if (isOurs)
        log.error(`a fault in ${surface.name}`, { error: error instanceof Error ? error.stack : String(error) });
      if (!target) return fault;
      errorCode = isOurs ? "InternalError" : error.code;
      const codec = await parts.known.wire.codec(name);
      const failure = encodeFailure(error, { request, target, codec, requestId, operationName: surface.name });
      return { ...failure, body: failure.body as string, input: surface.inputOf?.(resource) };
    });
  if (!answered) return undefined;
  const written = toWireResponse(request, answered);
  const response = target ? withRequestId(written, target.habits, requestId) : written;
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
      errorCode,
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

/** The API whose words refusals have. */
function apiOf(
  { isOfApi, refusesAsApi, signingName }: Surface<unknown>,
  name: ServiceName,
  request: HttpRequest,
  { known }: SurfaceParts,
): Target | undefined {
  if (isOfApi) return identifyIfAny(known, request, undefined);
  return refusesAsApi && identifyFor(known, name, request.host, signingName);
}

/** What looked like a surface's, and was none's. */
const nobodys: SurfaceAnswer = {
  status: 404,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ message: "Not Found" }),
};

const fault: SurfaceAnswer = {
  status: 500,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ Message: "An internal error occurred." }),
};

function toSurfaceRequest(
  targetOf: () => Target,
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
    query: request.query,
    rawQuery: request.rawQuery,
    headers: request.headers,
    rawHeaders: request.rawHeaders,
    scheme: request.scheme,
    sourceIp: request.sourceIp,
    requestId,
    ...(request.shownCertificate && { shownCertificate: request.shownCertificate }),
    clientCertificate: () => request.clientCertificate?.(),
    wantsWebSocket: request.wantsWebSocket ?? false,
    body: read,
    signer: async (mostBytes) => {
      const principal = await findSigner(targetOf(), request, await read(mostBytes), parts);
      if (principal) onSigner(principal);
      return principal;
    },
    stream: () => request.body.stream(),
    signedFor: targetOf,
    signerOf: async (signature, text) => {
      const { principal } = await parts.authenticator.authenticateText(targetOf(), signature, text);
      onSigner(principal);
      return principal;
    },
    callApi: (call) => callApi(parts, { ...call, request, target: targetOf(), requestId }),
  };
}

/** Who signed a request for one of Squall's own paths, as a request to `service` is signed, and for which region. */
export function controlSigner(parts: Pick<SurfaceParts, "known" | "authenticator">, service: ServiceName) {
  return async (request: HttpRequest, body: () => Promise<Buffer>) => {
    const signature = readSignature(request);
    if (!signature) return undefined;
    const target = { ...identifyFor(parts.known, service, request.host), region: signature.region };
    const principal = await findSigner(target, request, await body(), parts);
    return principal && { principal, region: signature.region };
  };
}

/** Undefined for a request without a signature. Rejects for one that does not hold: it must be for this very service, region and body. */
async function findSigner(
  target: Target,
  request: HttpRequest,
  body: Buffer,
  { authenticator }: Pick<SurfaceParts, "authenticator">,
): Promise<Principal | undefined> {
  if (!readSignature(request)) return undefined;
  return (await authenticator.authenticateWhole(request, target, body)).principal;
}

function toWireResponse({ method }: HttpRequest, { status, headers, body, webSocket }: SurfaceAnswer): WireResponse {
  if (webSocket) return { status, headers: { ...headers } as Record<string, string>, body: undefined, webSocket };
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
