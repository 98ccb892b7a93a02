import { invalidParameter, invalidRequestContent, recursionStopped, requestTooLarge } from "../errors.ts";
import { functionArn, type KnownFunction, latestVersion, qualifiedArn } from "../functions/function.ts";
import { type FunctionReference, parseFunctionName } from "../functions/function-name.ts";
import { limits } from "../limits.ts";
import type { LambdaContext } from "../operation.ts";
import type { InvocationRequest } from "./invocation.ts";
import { jsonComplaint } from "./json-complaint.ts";
import type { Target } from "./target.ts";
import { continueTrace, isLoop } from "./trace-header.ts";

/** The members that the operations of a synchronous invocation share. */
export interface InvocationInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly TenantId?: string;
  readonly LogType?: string;
  readonly ClientContext?: string;
  readonly Payload?: Buffer;
}

export interface FoundFunction {
  readonly reference: FunctionReference;
  readonly known: KnownFunction;
}

/** Without a wait, where the function is known. Throws ResourceNotFoundException. */
export async function findFunction(input: InvocationInput, context: LambdaContext): Promise<FoundFunction> {
  const { functions } = context.state;
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const known =
    functions.peek(functionArn(reference)) ??
    (await functions.require({ ...reference, qualifier: reference.qualifier ?? latestVersion }));
  checkTenant(known.family.latest.configuration.tenancy, input.TenantId);
  return { reference, known };
}

/** A synchronous invocation, checked: which version is to run, and with what. Throws AWS's errors. */
export async function prepareInvocation(
  input: InvocationInput,
  context: LambdaContext,
): Promise<{ target: Target; request: InvocationRequest }> {
  return toInvocation(input, context, await findFunction(input, context));
}

export function toInvocation(
  input: InvocationInput,
  context: LambdaContext,
  { reference, known }: FoundFunction,
): { target: Target; request: InvocationRequest } {
  const { state, host } = context;
  const arn = functionArn(reference);
  const event = checkedPayload(input.Payload, limits.synchronousPayloadBytes, requestTooLarge);
  const clientContext = readClientContext(input.ClientContext);
  const trace = continueTrace(context.request.headers["x-amzn-trace-id"], arn, host.clock.nowMs(), host.random);
  if (isLoop(trace) && known.family.recursiveLoop === "Terminate") {
    state.meter.count(reference, "RecursiveInvocationsDropped");
    throw recursionStopped();
  }
  context.responseHeaders["x-amzn-trace-id"] = trace.text;
  return {
    target: state.invoker.target(known, reference.qualifier, input.TenantId),
    request: {
      requestId: context.requestId,
      event,
      invokedArn: qualifiedArn(reference, reference.qualifier),
      clientContext,
      traceId: trace.text,
      beginsTrace: trace.isNew,
      tailLog: input.LogType === "Tail",
    },
  };
}

const emptyEvent = Buffer.from("{}");

/** Throws InvalidRequestContentException, or the error made by `tooLarge` of the payload's limit and bytes. */
export function checkedPayload(
  payload: Buffer | undefined,
  limitBytes: number,
  tooLarge: (limitBytes: number, bytes: number) => Error,
): Buffer {
  if (!payload || payload.length === 0) return emptyEvent;
  if (payload.length > limitBytes) throw tooLarge(limitBytes, payload.length);
  const complaint = jsonComplaint(payload);
  if (complaint === undefined) return payload;
  throw invalidRequestContent(
    `Could not parse request body into json: Could not parse payload into json: ${complaint}`,
  );
}

export function readClientContext(encoded: string | undefined): string | undefined {
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  if (encoded.length > limits.clientContextBytes) {
    throw invalidRequestContent("Client context must be no more than 3583 bytes when base64-encoded.");
  }
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw invalidRequestContent("Client context must be a valid Base64-encoded JSON object.");
  }
}

function checkTenant(tenancy: "PER_TENANT" | undefined, tenant: string | undefined): void {
  if (tenancy && tenant === undefined) {
    throw invalidParameter(
      "The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again.",
    );
  }
  if (!tenancy && tenant !== undefined) {
    throw invalidParameter(
      "The invoked function is not enabled with tenancy configuration. Remove the tenant ID from your request and try again.",
    );
  }
}
