import type { InvokeWithResponseStreamResponseEvent } from "@aws-sdk/client-lambda";
import { BadProxyAnswer } from "../http-proxy/bad-proxy-answer.ts";
import type { Place, ServiceHost } from "../service.ts";
import { callAs } from "../targets/caller.ts";
import { functionOf } from "./function-uri.ts";

export const apiGateway = "apigateway.amazonaws.com";

/** What is asked of a function, and for whom. */
export interface FunctionCall {
  /** Its stage variables are filled in. */
  readonly uri: string;
  /** A role's ARN. Without one the API calls in its own name, which the function's policy must let in. */
  readonly credentials: string | undefined;
  readonly at: Place;
  /** The route's or the authorizer's. */
  readonly arn: string;
  readonly traceId: string;
  /** `Event` for a function that nobody waits for. */
  readonly invocationType?: "Event" | "RequestResponse";
}

export interface FunctionAnswer {
  readonly payload: Uint8Array | string;
  readonly isError: boolean;
}

/** Throws BadProxyAnswer for a URI that names no function, and Lambda's errors. */
export function callNamedFunction(host: ServiceHost, call: FunctionCall, payload: Buffer): Promise<FunctionAnswer> {
  const { invocationType: InvocationType } = call;
  return callAsApi(host, call, async (FunctionName, as) => {
    const input = { FunctionName, Payload: payload, ...(InvocationType && { InvocationType }) };
    const { Payload = "", FunctionError } = await host.call("lambda", "Invoke", input, as);
    return { payload: Payload, isError: FunctionError !== undefined };
  });
}

/** The same for a function whose answer is read as it writes it; what becomes of it is told at its end. */
export function streamNamedFunction(
  host: ServiceHost,
  call: FunctionCall,
  payload: Buffer,
): Promise<AsyncIterable<InvokeWithResponseStreamResponseEvent>> {
  return callAsApi(host, call, async (FunctionName, as) => {
    const input = { FunctionName, Payload: payload };
    const { EventStream } = await host.call("lambda", "InvokeWithResponseStream", input, as);
    if (!EventStream) throw new BadProxyAnswer("it streams nothing");
    return EventStream;
  });
}

async function callAsApi<T>(
  host: ServiceHost,
  { uri, credentials, at, arn, traceId }: FunctionCall,
  call: (name: string, as: Parameters<Parameters<typeof callAs<T>>[3]>[0]) => Promise<T>,
): Promise<T> {
  const name = functionOf(uri);
  if (name === undefined) throw new BadProxyAnswer("its integration names no function");
  const caller = credentials
    ? { role: credentials, sessionName: "BackplaneAssumeRoleSession", assumedBy: apiGateway }
    : { service: apiGateway };
  return callAs(host, caller, { source: { ...at, arn }, at, traceId }, (as) => call(name, as));
}

/** Undefined if it takes longer: the function goes on, but nobody waits for it. */
export async function within<T>({ clock }: ServiceHost, timeoutMs: number, work: Promise<T>): Promise<T | undefined> {
  const over = Promise.withResolvers<undefined>();
  const timer = clock.afterMachine(timeoutMs, () => over.resolve(undefined));
  try {
    return await Promise.race([work, over.promise]);
  } finally {
    timer.cancel();
  }
}
