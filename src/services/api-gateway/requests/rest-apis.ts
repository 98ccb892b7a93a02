import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { MethodSetting } from "@aws-sdk/client-api-gateway";
import { ApiKeys } from "../../execute-api/api-keys/api-keys.ts";
import type { ServedKeys } from "../../execute-api/api-keys/served-keys.ts";
import { toClientCertificate } from "../../execute-api/domains/client-certificate.ts";
import { FunctionAuthorizers } from "../../execute-api/function-authorizer.ts";
import { withStageVariables } from "../../execute-api/function-uri.ts";
import { Templates } from "../../execute-api/templates/template.ts";
import { newTrace } from "../../execute-api/trace-id.ts";
import { type ProxyRequest, toEventHeaders } from "../../http-proxy/proxy-request.ts";
import type { ServiceHost } from "../../service.ts";
import type { SurfaceAnswer, SurfaceRequest } from "../../surface.ts";
import { TokenBuckets } from "../../token-buckets.ts";
import { limits } from "../limits.ts";
import { methodSettings, settingKey } from "../stages/method-settings.ts";
import { admitKey } from "./admit-key.ts";
import { AnswerCache, type CacheUse } from "./answer-cache.ts";
import { type Asked, type Authorized, contextOf } from "./asked.ts";
import { type Authorizers, authorize } from "./authorize.ts";
import { openExecutionLog, traceRequest } from "./execution-log.ts";
import {
  GatewayError,
  internalError,
  missingToken,
  requestTooLarge,
  throttled,
  toGatewayAnswer,
} from "./gateway-error.ts";
import { asWritten, withoutConnection } from "./header-rules.ts";
import { integrate } from "./integrate.ts";
import { requestValue, requestValues } from "./parameters.ts";
import { RequestReports } from "./request-reports.ts";
import { RequestTraces } from "./request-traces.ts";
import type { RestAnswer } from "./rest-answer.ts";
import type { Deployed, ServedApi, ServedApis, ServedStage } from "./served-api.ts";
import { readStreamed } from "./streamed-body.ts";
import { UserPools } from "./user-pools.ts";
import { validateRequest } from "./validate-request.ts";

const compress = promisify(gzip);

/** Where a custom domain's mapping leads: a stage, and how much of the path was the mapping's. */
export interface Entry {
  readonly stage: string;
  readonly basePath: string;
}

/** Answers requests to REST APIs. Source: "API Gateway REST APIs". */
export class RestApis {
  readonly apis: ServedApis;
  readonly templates = new Templates();
  readonly #host: ServiceHost;
  readonly #keys: ApiKeys;
  readonly #authorizers: Authorizers;
  readonly #buckets: TokenBuckets;
  readonly #reports: RequestReports;
  readonly #answers: AnswerCache;
  readonly #traces: RequestTraces;

  constructor(host: ServiceHost, apis: ServedApis, keys: ServedKeys) {
    this.#host = host;
    this.apis = apis;
    this.#keys = new ApiKeys(host, keys);
    this.#authorizers = { functions: new FunctionAuthorizers(host), pools: new UserPools(host) };
    this.#buckets = new TokenBuckets(host);
    this.#answers = new AnswerCache(host);
    this.#traces = new RequestTraces(host);
    this.#reports = new RequestReports(host);
  }

  /** Undefined for an id that is no REST API's. */
  async answer(apiId: string, surface: SurfaceRequest, entry?: Entry): Promise<SurfaceAnswer | undefined> {
    const served = await this.apis.find(apiId);
    if (!served) return undefined;
    const requestId = this.#host.random.uuid();
    const extendedRequestId = this.#host.random.bytes(11).toString("base64");
    const { status, headers, body, streamed } = await this.#route(served, surface, entry, requestId, extendedRequestId);
    return {
      status,
      headers: asWritten({
        ...headers,
        // Said here, it is said without a time that AWS does not tell.
        ...(surface.headers.connection === "keep-alive" && { connection: "keep-alive" }),
        "x-amzn-requestid": requestId,
        "x-amz-apigw-id": extendedRequestId,
      }),
      body: streamed?.body ?? body,
    };
  }

  async stop(): Promise<void> {
    await this.#reports.stop();
  }

  reset(): void {
    this.#reports.reset();
    this.#authorizers.functions.forget();
    this.#answers.forget();
  }

  async #route(
    served: ServedApi,
    surface: SurfaceRequest,
    entry: Entry | undefined,
    requestId: string,
    extendedRequestId: string,
  ): Promise<RestAnswer> {
    const { api, at } = served;
    // A private API is reached through a VPC's endpoint alone, and there is none.
    const isClosed = api.disableExecuteApiEndpoint || api.endpointConfiguration?.types?.includes("PRIVATE");
    const [, first = "", behind = ""] = /^\/*([^/]*)(.*)$/s.exec(surface.path) ?? [];
    const stageName = entry?.stage ?? first;
    const rest = entry ? surface.path.slice(entry.basePath.length) : behind;
    const staged = isClosed && !entry ? undefined : served.stages.get(stageName);
    if (!staged) return forbidden;
    const { stage } = staged;
    const chosen = this.#deploymentOf(staged);
    const { snapshot, deploymentId } = chosen;
    const isCanary = staged.canary && chosen === staged.canary;
    const path = rest.replace(/^\/{2,}/, "/") || "/";
    const match = chosen.resources.find(surface.method, path);
    const method = match?.route.methods[surface.method] ?? match?.route.methods.ANY;
    const body = await surface.body(limits.payloadBytes).catch(tooLarge);
    const request: ProxyRequest = {
      method: surface.method,
      path: surface.path.replace(/^\/{2,}/, "/"),
      rawQuery: surface.rawQuery,
      rawHeaders: withoutConnection(surface.rawHeaders),
      sourceIp: surface.sourceIp,
      body: body ?? Buffer.alloc(0),
    };
    const resource = match?.route ?? { id: "", path, methods: {} };
    const settings = methodSettings(stage, resource.path, surface.method);
    const log = openExecutionLog(settings, this.#reports.logs);
    const traceId = surface.headers["x-amzn-trace-id"] ?? newTrace(this.#host);
    const traced = stage.tracingEnabled ? this.#traces.begin(traceId, `${api.id}/${stageName}`) : undefined;
    const asked: Asked = {
      at,
      api,
      snapshot,
      stageName,
      stageVariables: {
        ...stage.variables,
        ...(isCanary && stage.canarySettings?.stageVariableOverrides),
      },
      deploymentId,
      isCanary,
      basePath: entry?.basePath ?? "",
      authorizersFlushed: stage.authorizersFlushed ?? 0,
      schemas: chosen.schemas,
      clientCertificate: staged.clientCertificate,
      shownCertificate: toClientCertificate(surface),
      resource,
      ...(log && { trace: log.trace }),
      method: method ?? {},
      integration: method?.methodIntegration ?? {},
      templates: this.templates,
      request,
      path,
      host: surface.host,
      scheme: surface.scheme,
      requestId,
      extendedRequestId,
      startedMs: this.#host.clock.nowMs(),
      traceId: traced?.traceId ?? traceId,
      pathParameters: match?.parameters,
    };
    const startedMs = this.#host.clock.monotonicMs();
    let authorized: Authorized = {};
    let refused: GatewayError | undefined;
    let answer: RestAnswer;
    if (log) traceRequest(log.trace, asked);
    const signer = () => surface.signer(limits.payloadBytes);
    try {
      if (!body) throw requestTooLarge();
      if (!method) throw missingToken();
      this.#throttle(asked, settings);
      authorized = await authorize(this.#host, this.#authorizers, asked, signer);
      if (method.apiKeyRequired) authorized = { ...authorized, apiKey: await admitKey(this.#keys, asked, authorized) };
      const isKept = stage.cacheClusterEnabled && method.methodIntegration?.responseTransferMode !== "STREAM";
      const cache = isKept ? await this.#answers.use(asked, stage, signer) : undefined;
      answer = await this.invoke(asked, authorized, cache);
    } catch (error) {
      refused = toError(error);
      if (refused.status !== undefined && refused.status >= 500) this.#warn(asked, refused.message);
      answer = refusal(refused, asked, authorized);
    }
    const sent = await compressed(answer, asked);
    log?.end(asked, answer, refused);
    const tell = (bytes: number, integration = sent.integration) => {
      if (traced) this.#traces.tell(traced, asked, { status: sent.status, integration });
      this.#reports.tell({
        asked,
        stage,
        settings,
        authorized,
        answer: { ...sent, integration },
        bytes,
        latencyMs: this.#host.clock.monotonicMs() - startedMs,
        refused,
      });
    };
    const { streamed } = sent;
    if (!streamed) tell(sent.body.length);
    else
      void streamed.ended.then(({ bytes, firstContentMs, fault }) => {
        if (fault !== undefined) this.#warn(asked, `its stream was broken off: ${fault}`);
        const headersMs = sent.integration?.latencyMs ?? 0;
        const latencyMs = this.#host.clock.monotonicMs() - startedMs;
        const first = firstContentMs === undefined ? undefined : firstContentMs - startedMs;
        tell(bytes, { status: sent.status, latencyMs, headersMs, firstContentMs: first });
      });
    return sent;
  }

  /** Of a stage with a canary a share of the requests is its. Source: "Set up an API Gateway canary release deployment". */
  #deploymentOf(staged: ServedStage): Deployed {
    const { canary, stage } = staged;
    const { percentTraffic = 0 } = stage.canarySettings ?? {};
    return canary && this.#host.random.fraction() * 100 < percentTraffic ? canary : staged;
  }

  /** What follows authorization: the request is checked, and the integration answers. Throws GatewayError. */
  async invoke(asked: Asked, authorized: Authorized, cache?: CacheUse): Promise<RestAnswer> {
    const context = contextOf(asked, authorized);
    const values = requestValues(asked, context);
    validateRequest(asked, values);
    if (!cache) return this.#ask(asked, context);
    const kept = this.#answers.find(cache, values);
    const answer = kept ?? (await this.#ask(asked, context));
    if (!kept) await this.#answers.keep(cache, values, answer);
    const headers = cache.warning === undefined ? answer.headers : { ...answer.headers, warning: cache.warning };
    return { ...answer, headers, cache: kept ? "hit" : "miss", ...(kept && { integration: undefined }) };
  }

  /** What the integration answers. */
  async #ask(asked: Asked, context: Readonly<Record<string, unknown>>): Promise<RestAnswer> {
    const startedMs = this.#host.clock.monotonicMs();
    const { connectionType, connectionId = "" } = asked.integration;
    if (connectionType === "VPC_LINK") {
      const link = withStageVariables(connectionId, asked.stageVariables);
      if (!(await this.apis.hasLink(asked.at, link))) throw internalError(`There is no VPC link ${link}.`);
    }
    const isAsked = asked.integration.type !== "MOCK";
    const isFunction = asked.integration.type?.startsWith("AWS");
    // Another server is asked once its address has been found good.
    if (isAsked && isFunction) asked.trace?.(`Sending request to ${asked.integration.uri}`);
    const answer = await integrate(this.#host, asked, context);
    const latencyMs = this.#host.clock.monotonicMs() - startedMs;
    if (isAsked)
      asked.trace?.(`Received response. Status: ${answer.status}, Integration latency: ${Math.round(latencyMs)} ms`);
    return { ...answer, integration: { status: answer.status, latencyMs } };
  }

  /** A line a second for each API at most, after a burst: an API that fails a thousand times a second does not fill the log. */
  #warn({ api, request, resource }: Asked, why: string): void {
    if (!this.#buckets.take(`warnings of ${api.id}`, 1, 20)) return;
    this.#host.log.warn(`${request.method} ${resource.path} of the API ${api.name}: ${why}`);
  }

  /** A request that nobody has sent: it is authorized, throttled and counted by nobody. */
  async test(asked: Asked): Promise<{ readonly answer: RestAnswer; readonly refused: GatewayError | undefined }> {
    try {
      const answer = await this.invoke(asked, {});
      const body = answer.streamed ? await readStreamed(this.#host, answer.streamed) : answer.body;
      return { answer: { ...answer, body }, refused: undefined };
    } catch (error) {
      const refused = toError(error);
      return { answer: refusal(refused, asked, {}), refused };
    }
  }

  /** What the method's authorizer says of such a request. */
  async authorizeTest(asked: Asked): Promise<{ readonly authorized: Authorized; readonly refused?: GatewayError }> {
    try {
      return { authorized: await authorize(this.#host, this.#authorizers, asked, async () => undefined) };
    } catch (error) {
      return { authorized: {}, refused: toError(error) };
    }
  }

  #throttle({ at, api, stageName, resource, request }: Asked, settings: MethodSetting | undefined): void {
    const key = settingKey(resource.path, request.method);
    const { throttlingRateLimit: rate, throttlingBurstLimit: burst } = settings ?? {};
    if (rate !== undefined && burst !== undefined && rate >= 0) {
      if (!this.#buckets.take(`${api.id}/${stageName}/${key}`, rate, burst)) throw throttled();
    }
    if (!this.#buckets.take(`${at.account}/${at.region}`, limits.requestsPerSecond, limits.requestBurst))
      throw throttled();
  }
}

function refusal(error: GatewayError, asked: Asked, authorized: Authorized): RestAnswer {
  const values = requestValues(asked, contextOf(asked, authorized));
  return toGatewayAnswer(error, asked.snapshot.gatewayResponses, (source) => requestValue(source, values));
}

function toError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  const { code, message } = error as { code?: string; message?: string };
  // A signature that does not hold.
  if (code !== undefined)
    return new GatewayError(
      code === "ExpiredTokenException" ? "EXPIRED_TOKEN" : "INVALID_SIGNATURE",
      code === "ExpiredTokenException" ? "ExpiredTokenException" : "InvalidSignatureException",
      message ?? null,
    );
  return internalError(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

/** Of a host without such a stage: no gateway response changes it. */
const forbidden: RestAnswer = {
  status: 403,
  headers: { "content-type": "application/json", "x-amzn-errortype": "ForbiddenException" },
  body: Buffer.from(JSON.stringify({ message: "Forbidden" })),
};

function tooLarge(error: unknown): undefined {
  if ((error as { code?: string }).code === "RequestEntityTooLargeException") return undefined;
  throw error;
}

/** Source: "Payload compression for REST APIs in API Gateway". */
async function compressed(answer: RestAnswer, { snapshot, request }: Asked): Promise<RestAnswer> {
  const { minimumCompressionSize: least } = snapshot.api;
  if (least === undefined || answer.body.length < Math.max(least, 1)) return answer;
  const accepts = /\bgzip\b/i.test(toEventHeaders(request)["accept-encoding"] ?? "");
  if (!accepts || answer.headers["content-encoding"] !== undefined) return answer;
  return { ...answer, headers: { ...answer.headers, "content-encoding": "gzip" }, body: await compress(answer.body) };
}
