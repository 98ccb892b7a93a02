import { ownValue } from "../../../platform/own-value.ts";
import { callConditions } from "../../call-conditions.ts";
import { BadProxyAnswer } from "../../http-proxy/bad-proxy-answer.ts";
import { toPayloadV2 } from "../../http-proxy/payload-v2.ts";
import { readProxyAnswer } from "../../http-proxy/proxy-answer.ts";
import { readWholeStream } from "../../http-proxy/stream-head.ts";
import { anonymousPrincipal, type Principal } from "../../principal.ts";
import { resourceTagConditions } from "../../resource-tags.ts";
import type { ServiceHost } from "../../service.ts";
import type { SurfaceAnswer, SurfaceRequest } from "../../surface.ts";
import { recursionStopped } from "../errors.ts";
import { functionArn, type KnownFunction, latestVersion, qualifiedArn } from "../functions/function.ts";
import type { FunctionDirectory } from "../functions/function-directory.ts";
import type { FunctionReference } from "../functions/function-name.ts";
import type { InvocationRequest } from "../invocation/invocation.ts";
import type { Invoker } from "../invocation/invoker.ts";
import { continueTrace, isLoop, type TraceHeader } from "../invocation/trace-header.ts";
import { limits } from "../limits.ts";
import { policyDocument } from "../policy/permission-statement.ts";
import { streamAnswer } from "./streamed-answer.ts";
import { errorAnswer, internalServerError, toErrorAnswer, tooLarge, type UrlAnswer } from "./url-answer.ts";
import type { UrlConfig } from "./url-config.ts";
import { isPreflight, preflightHeaders, withCors } from "./url-cors.ts";
import type { UrlIndex } from "./url-index.ts";

/** Answers HTTP requests to function URLs. Source: "Lambda function URLs". */
export class FunctionUrls {
  readonly #host: ServiceHost;
  readonly #functions: FunctionDirectory;
  readonly #invoker: Invoker;
  readonly #index: UrlIndex;

  constructor(parts: { host: ServiceHost; functions: FunctionDirectory; invoker: Invoker; urlIndex: UrlIndex }) {
    this.#host = parts.host;
    this.#functions = parts.functions;
    this.#invoker = parts.invoker;
    this.#index = parts.urlIndex;
  }

  /** `id` is the URL's, the first label of its host name. */
  async answer(id: string, request: SurfaceRequest): Promise<SurfaceAnswer> {
    const found = await this.#find(id);
    const identity = { "x-amzn-RequestId": request.requestId };
    if (found === undefined || found === "lost") {
      const unknown = errorAnswer(403, found === "lost" ? notAuthorized : null, "AccessDeniedException");
      return { ...unknown, headers: { ...unknown.headers, ...identity } };
    }
    const { cors } = found.config;
    if (cors && isPreflight(request)) {
      return { status: 200, headers: { ...preflightHeaders(cors, request), ...identity }, body: undefined };
    }
    const trace = this.#continueTrace(found, request);
    const answer = await this.#run(found, request, trace).catch((error: unknown) => {
      if (error instanceof BadProxyAnswer) this.#warn(found, error.message);
      return toErrorAnswer(error);
    });
    const headers = { ...withCors(answer.headers, cors, request), ...identity, "x-amzn-trace-id": trace.text };
    return { ...answer, headers };
  }

  async #run(found: FoundUrl, request: SurfaceRequest, trace: TraceHeader): Promise<UrlAnswer> {
    const { reference, known, config } = found;
    const signer = config.authType === "AWS_IAM" ? await request.signer(limits.synchronousPayloadBytes) : undefined;
    const mayInvoke = await this.#mayInvoke(found, signer ?? anonymousPrincipal(), request);
    if (!mayInvoke) return errorAnswer(403, notAuthorized, "AccessDeniedException");
    if (isLoop(trace) && known.family.recursiveLoop === "Terminate") throw recursionStopped();
    const invocation: InvocationRequest = {
      requestId: request.requestId,
      event: await this.#toEvent(config, request, signer, trace),
      invokedArn: qualifiedArn(reference, reference.qualifier),
      clientContext: undefined,
      traceId: trace.text,
      beginsTrace: trace.isNew,
      tailLog: false,
    };
    // The limit is the event's: a body in base 64 has a third more.
    if (invocation.event.length > limits.synchronousPayloadBytes) return tooLarge();
    const target = this.#invoker.target(known, reference.qualifier, undefined);
    if (config.invokeMode === "RESPONSE_STREAM") {
      return streamAnswer((onPart) => this.#invoker.invoke(target, { ...invocation, onPart }));
    }
    const { failed, payload, contentType } = await this.#invoker.invoke(target, invocation);
    if (failed) return internalServerError();
    // A function that streams has answered as a whole here.
    return readWholeStream(payload, contentType) ?? readProxyAnswer(payload, contentType);
  }

  async #toEvent(
    { id }: UrlConfig,
    request: SurfaceRequest,
    signer: Principal | undefined,
    trace: TraceHeader,
  ): Promise<Buffer> {
    const { method, path, rawQuery, rawHeaders, sourceIp, requestId } = request;
    const body = await request.body(limits.synchronousPayloadBytes);
    return toPayloadV2(
      { method, path, rawQuery, rawHeaders, sourceIp, body },
      {
        apiId: id,
        accountId: signer?.account ?? "anonymous",
        signer,
        requestId,
        nowMs: this.#host.clock.nowMs(),
        scheme: request.scheme,
        traceId: trace.text,
      },
    );
  }

  #continueTrace({ reference }: FoundUrl, { headers }: SurfaceRequest): TraceHeader {
    const { clock, random } = this.#host;
    return continueTrace(headers["x-amzn-trace-id"], functionArn(reference), clock.nowMs(), random);
  }

  /** The client is told only that the function failed. */
  #warn({ reference }: FoundUrl, reason: string): void {
    this.#host.log.warn(`the answer of ${reference.name} to its URL is no HTTP answer: ${reason}`);
  }

  /**
   * Both the URL and the function behind it must be open to the caller. A URL without authentication is open only to whom the
   * function's policy lets in, which is the step of the lab that is easily forgotten; so it is held to in both modes. The function
   * itself needs to be open since October 2025: the open mode lets callers of older templates pass, and says so.
   * Source: "Control access to Lambda function URLs".
   */
  async #mayInvoke(found: FoundUrl, principal: Principal, request: SurfaceRequest): Promise<boolean> {
    return (
      (await this.#mayDo("lambda:InvokeFunctionUrl", found, principal, request)) &&
      (await this.#mayDo("lambda:InvokeFunction", found, principal, request))
    );
  }

  async #mayDo(
    action: "lambda:InvokeFunctionUrl" | "lambda:InvokeFunction",
    { reference, known, config }: FoundUrl,
    principal: Principal,
    { sourceIp, scheme, headers }: SurfaceRequest,
  ): Promise<boolean> {
    const host = this.#host;
    const isOwner = principal.kind === "root" && principal.account === reference.account;
    if (config.authType === "AWS_IAM" && isOwner) return true;
    const policy = ownValue(known.family.policies, reference.qualifier ?? latestVersion);
    const { allowed, reason } = await host.access.authorize({
      principal,
      action,
      resource: qualifiedArn(reference, reference.qualifier),
      resourceAccount: reference.account,
      resourcePolicy: policy && policyDocument(policy.statements),
      conditions: {
        "lambda:functionurlauthtype": [config.authType],
        "lambda:invokedviafunctionurl": ["true"],
        ...resourceTagConditions(known.family.tags),
        ...callConditions(
          {
            principal,
            region: reference.region,
            sourceIp,
            isSecure: scheme === "https",
            userAgent: headers["user-agent"],
          },
          host.clock.nowMs(),
        ),
      },
    });
    if (allowed || host.config.auth === "enforce") return allowed;
    if (config.authType === "NONE" ? action === "lambda:InvokeFunctionUrl" : principal.kind === "anonymous")
      return false;
    host.log.warn(`would be denied on AWS: ${action} for ${principal.arn} by the URL of ${reference.name} ${reason}`);
    return true;
  }

  /** `lost`: of an alias that has been deleted. */
  async #find(id: string): Promise<FoundUrl | "lost" | undefined> {
    const reference = await this.#index.find(id);
    const known = reference && (await this.#functions.find(reference));
    const config = ownValue(known?.family.urls, reference?.qualifier ?? latestVersion);
    if (known?.family.lostUrls?.includes(id)) return "lost";
    // The function, or its URL, may have been made anew since: then it has another.
    return reference && known && config?.id === id ? { reference, known, config } : undefined;
  }
}

const notAuthorized =
  "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html";

interface FoundUrl {
  readonly reference: FunctionReference;
  readonly known: KnownFunction;
  readonly config: UrlConfig;
}
