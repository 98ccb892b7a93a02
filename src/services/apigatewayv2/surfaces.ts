import type { Surface } from "../surface.ts";
import type { ApiGatewayV2State } from "./state.ts";

/** APIs by their own host names: `ID.execute-api.REGION.amazonaws.com`, and the same below a name of this machine. */
const apisByHost: Surface<ApiGatewayV2State> = {
  name: "HttpApi",
  hasOwnHosts: true,
  signingName: "execute-api",
  match: ({ host }) => apiHost.exec(host)?.[1],
  answer: (apiId, request, { state }) => state.httpApis.answer({ apiId, isOwnHost: true }, request),
};

const apiHost = /^([a-z0-9]{10})\.execute-api\.[a-z0-9-]+\./;

/**
 * The same by paths of Squall's own host, for clients that cannot resolve names below `localhost`: `/_aws/execute-api/ID/STAGE/…`, and
 * `/restapis/ID/STAGE/_user_request_/…`, which older tools make. The function is told the path behind them, with the stage as at the API's own host.
 */
const apisByPath: Surface<ApiGatewayV2State> = {
  name: "HttpApi",
  hasOwnHosts: false,
  signingName: "execute-api",
  match: ({ path }) => (ownPath.exec(path) ?? olderPath.exec(path))?.[0],
  answer: async (prefix, request, { state }) => {
    const [, apiId = "", stage = ""] = ownPath.exec(prefix) ?? olderPath.exec(prefix) ?? [];
    const rest = request.path.slice(prefix.length);
    const path = stage === "$default" || stage === "%24default" ? rest || "/" : `/${stage}${rest}`;
    const answer = await state.httpApis.answer({ apiId, isOwnHost: true }, { ...request, path });
    // It would be the console's, too.
    const { "clear-site-data": _data, ...headers } = answer.headers;
    return { ...answer, headers };
  },
};

const ownPath = /^\/_aws\/execute-api\/([a-z0-9]{10})(?:\/([^/]+))?(?=\/|$)/;
const olderPath = /^\/restapis\/([a-z0-9]{10})\/([^/]+)\/_user_request_(?=\/|$)/;

export const surfaces: readonly Surface<ApiGatewayV2State>[] = [apisByHost, apisByPath];
