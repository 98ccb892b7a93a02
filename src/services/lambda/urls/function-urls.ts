import { AwsError } from "../../../platform/aws-error.ts";
import type { ServiceHost } from "../../service.ts";
import { functionArn, type KnownFunction, latestVersion, qualifiedArn } from "../functions/function.ts";
import type { FunctionDirectory } from "../functions/function-directory.ts";
import type { FunctionReference } from "../functions/function-name.ts";
import type { InvocationOutcome, InvocationRequest } from "../invocation/invocation.ts";
import type { Invoker } from "../invocation/invoker.ts";
import { PartStream } from "../invocation/part-stream.ts";
import { continueTrace, isLoop } from "../invocation/trace-header.ts";
import { limits } from "../limits.ts";
import { policyDocument } from "../policy/permission-statement.ts";
import { errorAnswer, internalServerError, splitPrelude, toUrlAnswer } from "./url-answer.ts";
import type { UrlConfig } from "./url-config.ts";
import { corsHeaders, isPreflight, preflightHeaders } from "./url-cors.ts";
import { toUrlEvent } from "./url-event.ts";
import type { UrlIndex } from "./url-index.ts";
import type { UrlAnswer, UrlRequest } from "./url-request.ts";

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

  /** Whether it must be signed; undefined if there is no such URL. For the gateway, which verifies signatures. */
  async authTypeOf(id: string): Promise<UrlConfig["authType"] | undefined> {
    return (await this.#find(id))?.config.authType;
  }

  async answer(request: UrlRequest): Promise<UrlAnswer> {
    const found = await this.#find(request.id);
    const identity = { "x-amzn-requestid": request.requestId };
    if (!found) {
      const unknown = errorAnswer(403, null, "AccessDeniedException");
      return { ...unknown, headers: { ...unknown.headers, ...identity } };
    }
    const { config } = found;
    if (config.cors && isPreflight(request)) {
      return { status: 200, headers: preflightHeaders(config.cors, request), body: Buffer.alloc(0) };
    }
    const answer = await this.#run(found, request).catch((error: unknown) => toErrorAnswer(error));
    return { ...answer, headers: { ...answer.headers, ...identity, ...corsHeaders(config.cors, request) } };
  }

  async #run(found: FoundUrl, request: UrlRequest): Promise<UrlAnswer> {
    if (!(await this.#mayInvoke(found, request))) return errorAnswer(403, notAuthorized, "AccessDeniedException");
    if (request.body.length > limits.synchronousPayloadBytes) {
      return errorAnswer(413, "Request Entity Too Large", "RequestEntityTooLargeException");
    }
    const { reference, known, config } = found;
    const { clock, random } = this.#host;
    const nowMs = clock.nowMs();
    const trace = continueTrace(request.headers["x-amzn-trace-id"], functionArn(reference), nowMs, random);
    if (isLoop(trace) && known.family.recursiveLoop === "Terminate") return errorAnswer(400, "Recursive invocation");
    const invocation: InvocationRequest = {
      requestId: request.requestId,
      event: toUrlEvent(request, {
        nowMs,
        scheme: this.#host.config.endpoint().split(":")[0] ?? "http",
        traceId: trace.text,
      }),
      invokedArn: qualifiedArn(reference, reference.qualifier),
      clientContext: undefined,
      traceId: trace.text,
      tailLog: false,
    };
    const target = this.#invoker.target(known, reference.qualifier, undefined);
    if (config.invokeMode === "RESPONSE_STREAM") {
      return streamed((onPart) => this.#invoker.invoke(target, { ...invocation, onPart }));
    }
    const outcome = await this.#invoker.invoke(target, invocation);
    return outcome.failed ? internalServerError() : toUrlAnswer(outcome.payload);
  }

  /**
   * Both the URL and the function behind it must be open to the caller. A URL without authentication is open only to whom the
   * function's policy lets in, which is the step of the lab that is easily forgotten; so it is held to in both modes. The function
   * itself needs to be open since October 2025: the open mode lets callers of older templates pass, and says so.
   * Source: "Control access to Lambda function URLs".
   */
  async #mayInvoke(found: FoundUrl, request: UrlRequest): Promise<boolean> {
    return (
      (await this.#mayDo("lambda:InvokeFunctionUrl", found, request)) &&
      (await this.#mayDo("lambda:InvokeFunction", found, request))
    );
  }

  async #mayDo(
    action: "lambda:InvokeFunctionUrl" | "lambda:InvokeFunction",
    { reference, known, config }: FoundUrl,
    { principal, sourceIp }: UrlRequest,
  ): Promise<boolean> {
    const host = this.#host;
    const isOwner = principal.kind === "root" && principal.account === reference.account;
    if (config.authType === "AWS_IAM" && isOwner) return true;
    const policy = known.family.policies[reference.qualifier ?? latestVersion];
    const { allowed, reason } = await host.access.authorize({
      principal: config.authType === "NONE" ? anonymous : principal,
      action,
      resource: qualifiedArn(reference, reference.qualifier),
      resourceAccount: reference.account,
      resourcePolicy: policy && policyDocument(policy.statements),
      conditions: {
        "lambda:functionurlauthtype": [config.authType],
        "lambda:invokedviafunctionurl": ["true"],
        "aws:sourceip": [sourceIp],
        "aws:principalarn": [principal.roleArn ?? principal.arn],
      },
    });
    if (allowed || host.config.auth === "enforce") return allowed;
    if (config.authType === "NONE" ? action === "lambda:InvokeFunctionUrl" : principal.kind === "anonymous")
      return false;
    host.log.warn(`would be denied on AWS: ${action} for ${principal.arn} by the URL of ${reference.name} ${reason}`);
    return true;
  }

  async #find(id: string): Promise<FoundUrl | undefined> {
    const reference = this.#index.find(id);
    const known = reference && (await this.#functions.find(reference));
    const config = known?.family.urls[reference?.qualifier ?? latestVersion];
    return reference && known && config && { reference, known, config };
  }
}

const notAuthorized =
  "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html";

interface FoundUrl {
  readonly reference: FunctionReference;
  readonly known: KnownFunction;
  readonly config: UrlConfig;
}

const anonymous = { kind: "anonymous", account: "", arn: "anonymous", userId: "anonymous" } as const;

/** The answer begins with the first piece. A function that does not stream answers as in the other mode. */
async function streamed(
  invoke: (onPart: (part: Buffer) => Promise<void> | undefined) => Promise<InvocationOutcome>,
): Promise<UrlAnswer> {
  const parts = new PartStream();
  let hasBegun = false;
  const begun = Promise.withResolvers<undefined>();
  const ended = invoke((part) => {
    hasBegun = true;
    begun.resolve(undefined);
    return parts.push(part);
  });
  void ended.then(
    () => parts.end(),
    () => parts.end(),
  );
  const outcome = await Promise.race([begun.promise, ended]);
  if (outcome && !hasBegun) return outcome.failed ? internalServerError() : toStreamedWhole(outcome.payload);
  const { head, rest } = splitPrelude((await parts.next()) ?? Buffer.alloc(0));
  return { ...head, body: toBody(rest, parts, ended) };
}

function toStreamedWhole(payload: Buffer): UrlAnswer {
  return payload.length === 0
    ? { status: 200, headers: { "content-type": "application/octet-stream" }, body: payload }
    : toUrlAnswer(payload);
}

/** What fails in the middle breaks the answer off: its head has gone. */
async function* toBody(first: Buffer, parts: PartStream, ended: Promise<InvocationOutcome>): AsyncGenerator<Buffer> {
  try {
    if (first.length > 0) yield first;
    for (let part = await parts.next(); part; part = await parts.next()) yield part;
    if ((await ended).failed) throw new Error("the function failed while it streamed");
  } finally {
    parts.abandon();
  }
}

function toErrorAnswer(error: unknown): UrlAnswer {
  if (!(error instanceof AwsError)) return internalServerError();
  if (error.code === "TooManyRequestsException") return errorAnswer(429, error.message, error.code);
  return errorAnswer(error.status ?? 502, error.message, error.code);
}
