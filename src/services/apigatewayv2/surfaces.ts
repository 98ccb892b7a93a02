import { apiOfHost, apiOfPath } from "../execute-api/addresses.ts";
import { isUnproven } from "../execute-api/domains/client-certificate.ts";
import { findMapping } from "../execute-api/domains/served-domains.ts";
import type { Surface, SurfaceAnswer, SurfaceRequest } from "../surface.ts";
import type { Entry } from "./requests/http-apis.ts";
import type { ApiGatewayV2State } from "./state.ts";

/** An HTTP API, or a WebSocket API, which is told by its record. */
async function answer(
  { apis, httpApis, webSockets }: ApiGatewayV2State,
  entry: Entry,
  request: SurfaceRequest,
): Promise<SurfaceAnswer> {
  const served = await apis.find(entry.apiId);
  const isClosed = entry.isOwnHost && served?.api.DisableExecuteApiEndpoint;
  if (!served || isClosed || served.api.ProtocolType !== "WEBSOCKET") return (await httpApis()).answer(entry, request);
  const path = entry.stage === undefined ? request.path : `/${entry.stage}`;
  return (await webSockets.door()).answer(served, path, request);
}

/** APIs by their own host names. They are asked after REST APIs (`services/index.ts`), so what is no API at all is theirs to answer. */
const apisByHost: Surface<ApiGatewayV2State> = {
  name: "HttpApi",
  hasOwnHosts: true,
  signingName: "execute-api",
  match: ({ host }) => apiOfHost(host),
  answer: (apiId, request, { state }) => answer(state, { apiId, isOwnHost: true }, request),
};

/** The same by paths of Squall's own host. */
const apisByPath: Surface<ApiGatewayV2State> = {
  name: "HttpApi",
  hasOwnHosts: false,
  signingName: "execute-api",
  match: ({ path }) => apiOfPath(path)?.prefix,
  answer: async (prefix, request, { state }) => {
    const { apiId = "", stage = "" } = apiOfPath(prefix) ?? {};
    const rest = request.path.slice(prefix.length);
    const path = stage === "$default" || stage === "%24default" ? rest || "/" : `/${stage}${rest}`;
    const answered = await answer(state, { apiId, isOwnHost: true }, { ...request, path });
    // It would be the console's, too.
    const { "clear-site-data": _data, ...headers } = answered.headers;
    return { ...answered, headers };
  },
};

/** The same by domain names of users' own; what no mapping of theirs takes is answered here, too. */
const apisByDomain: Surface<ApiGatewayV2State> = {
  name: "HttpApi",
  hasOwnHosts: true,
  signingName: "execute-api",
  match: ({ host, isCustomDomain }) => (isCustomDomain ? host : undefined),
  answer: async (host, request, { state }) => {
    const domain = await state.domains.find(host);
    const found = domain && findMapping(domain, request.path);
    if (domain && isUnproven(domain, request)) return forbidden;
    if (!found) return forbidden;
    const { mapping, basePath } = found;
    const entry = { apiId: mapping.apiId, stage: mapping.stage ?? "$default", prefix: basePath, isOwnHost: false };
    return answer(state, entry, request);
  },
};

const forbidden: SurfaceAnswer = {
  status: 403,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ message: "Forbidden" }),
};

export const surfaces: readonly Surface<ApiGatewayV2State>[] = [apisByHost, apisByDomain, apisByPath];
