import { apiOfHost, apiOfPath } from "../execute-api/addresses.ts";
import type { Surface } from "../surface.ts";
import type { ApiGatewayState } from "./state.ts";

/** REST APIs by their own host names. An id of another kind of API is left to the next surface. */
const apisByHost: Surface<ApiGatewayState> = {
  name: "RestApi",
  hasOwnHosts: true,
  signingName: "execute-api",
  match: ({ host }) => apiOfHost(host),
  answer: (apiId, request, { state }) => state.restApis.answer(apiId, request),
};

/** The same by paths of Squall's own host. */
const apisByPath: Surface<ApiGatewayState> = {
  name: "RestApi",
  hasOwnHosts: false,
  signingName: "execute-api",
  match: ({ path }) => apiOfPath(path)?.prefix,
  answer: async (prefix, request, { state }) => {
    const { apiId = "", stage = "" } = apiOfPath(prefix) ?? {};
    const path = `/${stage}${request.path.slice(prefix.length)}`;
    const answer = await state.restApis.answer(apiId, { ...request, path });
    if (!answer) return undefined;
    // It would be the console's, too.
    const { "clear-site-data": _data, ...headers } = answer.headers;
    return { ...answer, headers };
  },
};

export const surfaces: readonly Surface<ApiGatewayState>[] = [apisByHost, apisByPath];
