import { fail, isNamed } from "../../../platform/aws-error.ts";
import { apiOfHost, apiOfPath } from "../../execute-api/addresses.ts";
import { isUnproven } from "../../execute-api/domains/client-certificate.ts";
import { findMapping } from "../../execute-api/domains/served-domains.ts";
import { rootPrincipal } from "../../principal.ts";
import type { ServiceHost } from "../../service.ts";
import { readSignature } from "../../signature/signature.ts";
import type { Surface, SurfaceAnswer, SurfaceRequest } from "../../surface.ts";
import { limits } from "../limits.ts";
import type { ServedApi } from "../requests/served-api.ts";
import { missingToken, payloadTooLarge } from "./errors.ts";
import type { ManagementState } from "./state.ts";

/** Behind an API's stage: `/STAGE/@connections/ID`, however the sign is written. */
const ofConnection = /^(.*)\/(?:@|%40)connections(\/[^/]+)$/i;
const operations: Readonly<Record<string, string>> = {
  DELETE: "DeleteConnection",
  GET: "GetConnection",
  POST: "PostToConnection",
};

/** Has the API's own operation answer, whose path stands behind the stage. What is no WebSocket API is another surface's. */
const answer: Surface<ManagementState>["answer"] = async (apiId, request, { state, host }) =>
  answerFor(apiId, request, { state, host });

async function answerFor(
  apiId: string,
  request: SurfaceRequest,
  { state, host }: { readonly state: ManagementState; readonly host: ServiceHost },
  mapped?: (served: ServedApi) => string,
): Promise<SurfaceAnswer | undefined> {
  const served = await state.apis.find(apiId);
  if (served?.api.ProtocolType !== "WEBSOCKET") return undefined;
  const [, before = "", connection = ""] = ofConnection.exec(request.path) ?? [];
  const operation = operations[request.method] ?? fail(missingToken());
  const signer = await request.signer(limits.messageBytes).catch(tooLarge);
  if (!signer && host.config.auth === "enforce") throw missingToken();
  const body = await request.body(limits.messageBytes).catch(tooLarge);
  return request.callApi({
    head: { method: request.method, path: `/@connections${connection}`, query: [], headers: request.headers },
    body,
    operation,
    principal: signer ?? rootPrincipal(served.at.account),
    signature: readSignature(request),
    endpoint: mapped ? mapped(served) : `${request.scheme}://${request.headers.host}${before}`,
  });
}

/** By a domain name of a user's own: the mapping says which API and stage. */
const answerAtDomain: Surface<ManagementState>["answer"] = async (domainHost, request, context) => {
  const domain = await context.state.domains.find(domainHost);
  const [, before = ""] = ofConnection.exec(request.path) ?? [];
  const found = domain && findMapping(domain, before || "/");
  // What lets nobody in is refused by the API's own surface.
  if (!found || isUnproven(domain, request)) return undefined;
  const { apiId, stage = "" } = found.mapping;
  const toEndpoint = ({ at }: ServedApi) => `http://${apiId}.execute-api.${at.region}.localhost/${stage}`;
  return answerFor(apiId, request, context, toEndpoint);
};

function tooLarge(error: unknown): never {
  throw isNamed(error, "RequestEntityTooLargeException") ? payloadTooLarge() : error;
}

const common = { name: "Connections", signingName: "execute-api", refusesAsApi: true, answer } as const;

export const surfaces: readonly Surface<ManagementState>[] = [
  {
    ...common,
    hasOwnHosts: true,
    match: ({ host, path }) => (ofConnection.test(path) ? apiOfHost(host) : undefined),
  },
  {
    ...common,
    answer: answerAtDomain,
    hasOwnHosts: true,
    match: ({ host, path, isCustomDomain }) => (isCustomDomain && ofConnection.test(path) ? host : undefined),
  },
  {
    ...common,
    hasOwnHosts: false,
    match: ({ path }) => (ofConnection.test(path) ? apiOfPath(path)?.apiId : undefined),
  },
];
