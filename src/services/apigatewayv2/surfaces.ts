import { apiOfHost, apiOfPath } from "../execute-api/addresses.ts";
import type { Surface } from "../surface.ts";
import type { ApiGatewayV2State } from "./state.ts";

/** HTTP APIs by their own host names. They are asked after REST APIs (`services/index.ts`), so what is no API at all is theirs to answer. */
const apisByHost: Surface<ApiGatewayV2State> = {
  name: "HttpApi",
  hasOwnHosts: true,
  signingName: "execute-api",
  match: ({ host }) => apiOfHost(host),
  answer: (apiId, request, { state }) => state.httpApis.answer({ apiId, isOwnHost: true }, request),
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
    const answer = await state.httpApis.answer({ apiId, isOwnHost: true }, { ...request, path });
    // It would be the console's, too.
    const { "clear-site-data": _data, ...headers } = answer.headers;
    return { ...answer, headers };
  },
};

export const surfaces: readonly Surface<ApiGatewayV2State>[] = [apisByHost, apisByPath];
