import { apiOfHost, apiOfPath } from "../execute-api/addresses.ts";
import type { Surface, SurfaceAnswer, SurfaceRequest } from "../surface.ts";
import type { Entry } from "./requests/http-apis.ts";
import type { ApiGatewayV2State } from "./state.ts";

/** An HTTP API, or a WebSocket API, which is told by its record. */
async function answer(
  { httpApis, webSockets }: ApiGatewayV2State,
  entry: Entry,
  request: SurfaceRequest,
): Promise<SurfaceAnswer> {
  const served = await httpApis.apis.find(entry.apiId);
  const isClosed = entry.isOwnHost && served?.api.DisableExecuteApiEndpoint;
  if (!served || isClosed || served.api.ProtocolType !== "WEBSOCKET") return httpApis.answer(entry, request);
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

export const surfaces: readonly Surface<ApiGatewayV2State>[] = [apisByHost, apisByPath];
