import { AwsError, fail } from "../platform/aws-error.ts";
import type { ServiceName } from "../services/models.ts";
import { createContext, notBuilt, type OperationTable } from "../services/operation-table.ts";
import type { ApiAnswer, ApiRequest } from "../services/surface.ts";
import type { HttpRequest } from "./http/http-request.ts";
import type { Target } from "./identify.ts";
import type { KnownServices } from "./known-services.ts";

export interface ApiCall extends ApiRequest {
  /** What came instead. */
  readonly request: HttpRequest;
  readonly target: Target;
  readonly requestId: string;
}

/** The path of a request that stands in another form than the API's, from its decoding on. Rejects with AwsError. */
export async function callApi(
  { known, table }: { readonly known: KnownServices; readonly table: OperationTable },
  { head, body, operation: meant, principal, signature, request, target, requestId, endpoint, region }: ApiCall,
): Promise<ApiAnswer> {
  const { name } = target.facts;
  const codec = await known.wire.codec(name);
  const routed = codec.route(target.protocol, head, undefined, undefined);
  if (routed.name !== meant) {
    throw new AwsError("InvalidArgument", `A form cannot ask for ${routed.name}.`, { status: 400 });
  }
  const operation = table.find(name as ServiceName, routed.name) ?? fail(notBuilt(name, routed.name));
  const input = codec.decode(routed, head, body);
  const { host = "" } = request.headers;
  const context = createContext(table, operation.service, {
    account: principal.account,
    region: region ?? (signature?.region || target.region),
    principal,
    requestId,
    request: {
      method: request.method,
      headers: { ...head.headers, host },
      sourceIp: request.sourceIp,
      endpoint: endpoint ?? `${request.scheme}://${host}`,
      signature,
      trailers: () => ({}),
    },
    signal: request.signal,
  });
  await table.access(operation, input, context);
  const response = codec.encode(routed, await operation.run(input, context), requestId);
  const { status, headers, body: written } = response;
  const answer = typeof written === "string" || Buffer.isBuffer(written) ? written : undefined;
  return { status, headers: { ...headers, ...context.responseHeaders }, body: answer, input };
}
