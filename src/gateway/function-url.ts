import { createHash } from "node:crypto";
import type { Random } from "../platform/random.ts";
import type { LambdaState } from "../services/lambda/state.ts";
import type { OperationTable } from "../services/operation-table.ts";
import type { Wire, WireResponse } from "../wire/wire.ts";
import type { Authenticator, Caller } from "./authenticate.ts";
import type { HttpRequest } from "./http/http-request.ts";
import { identifyIfAny } from "./identify.ts";
import { readSignature } from "./signature/signature.ts";

export interface FunctionUrlParts {
  readonly wire: Wire;
  readonly table: OperationTable;
  readonly authenticator: Authenticator;
  readonly random: Random;
}

/** Answers requests whose host is a function URL's; undefined for all others. */
export function createFunctionUrls(
  parts: FunctionUrlParts,
): (request: HttpRequest) => Promise<WireResponse> | undefined {
  return (request) => {
    const id = functionUrlHost.exec(request.host)?.[1];
    return id === undefined ? undefined : answerUrl(id, request, parts);
  };
}

/** `ID.lambda-url.REGION.on.aws`, and the same below a name of this machine. */
const functionUrlHost = /^([a-z0-9]{32})\.lambda-url\.[a-z0-9-]+\./;

/** What is somewhat too large for an event is refused in the words of function URLs. */
const mostBodyBytes = 16 * 1024 * 1024;

async function answerUrl(id: string, request: HttpRequest, parts: FunctionUrlParts): Promise<WireResponse> {
  const lambda = parts.table.services.get("lambda");
  if (!lambda) throw new Error("there is no service for function URLs");
  const { urls } = lambda.state as LambdaState;
  const body = await request.body.collect(mostBodyBytes);
  const isSigned = (await urls.authTypeOf(id)) === "AWS_IAM";
  const caller = isSigned ? await authenticate(request, body, parts) : undefined;
  const answer = await urls.answer({
    id,
    method: request.method,
    path: request.path,
    rawQuery: request.rawQuery,
    headers: request.headers,
    host: request.host,
    sourceIp: request.sourceIp,
    body,
    principal: caller?.principal ?? anonymous,
    requestId: parts.random.uuid(),
  });
  // Node writes an array as several headers, which only cookies need.
  return { ...answer, headers: { ...answer.headers } as Record<string, string> };
}

const anonymous = { kind: "anonymous", account: "", arn: "anonymous", userId: "anonymous" } as const;

/** Undefined for a request that is not signed, or not well: it is nobody's. */
async function authenticate(
  request: HttpRequest,
  body: Buffer,
  { wire, authenticator }: FunctionUrlParts,
): Promise<Caller | undefined> {
  const signature = readSignature(request);
  const target = signature && identifyIfAny(wire, request, signature);
  if (!target) return undefined;
  const hash = () => request.headers["x-amz-content-sha256"] ?? createHash("sha256").update(body).digest("hex");
  return authenticator.authenticate(request, target, signature, hash).catch(() => undefined);
}
