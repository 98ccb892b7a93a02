import { apiOfHost, apiOfPath } from "../execute-api/addresses.ts";
import { isUnproven } from "../execute-api/domains/client-certificate.ts";
import { findMapping } from "../execute-api/domains/served-domains.ts";
import type { Surface, SurfaceAnswer, SurfaceRequest } from "../surface.ts";
import type { Entry } from "./requests/rest-apis.ts";
import type { ApiGatewayState } from "./state.ts";

async function answer(
  { apis, restApis }: ApiGatewayState,
  apiId: string,
  request: SurfaceRequest,
  entry?: Entry,
): Promise<SurfaceAnswer | undefined> {
  // Of an API of another kind nothing more is looked at.
  if (!(await apis.has(apiId))) return undefined;
  return (await restApis()).answer(apiId, request, entry);
}

/** REST APIs by their own host names. An id of another kind of API is left to the next surface. */
const apisByHost: Surface<ApiGatewayState> = {
  name: "RestApi",
  hasOwnHosts: true,
  signingName: "execute-api",
  match: ({ host }) => apiOfHost(host),
  answer: (apiId, request, { state }) => answer(state, apiId, request),
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
    const answered = await answer(state, apiId, { ...request, path });
    if (!answered) return undefined;
    // It would be the console's, too.
    const { "clear-site-data": _data, ...headers } = answered.headers;
    return { ...answered, headers };
  },
};

/** The same by domain names of users' own. What a mapping leads to another kind of API is left to the next surface. */
const apisByDomain: Surface<ApiGatewayState> = {
  name: "RestApi",
  hasOwnHosts: true,
  signingName: "execute-api",
  match: ({ host, isCustomDomain }) => (isCustomDomain ? host : undefined),
  answer: async (host, request, { state }) => {
    const domain = await state.domains.find(host);
    const found = domain && findMapping(domain, request.path);
    if (!found || isUnproven(domain, request)) return undefined;
    const { mapping, basePath } = found;
    const [, first = ""] = /^\/+([^/]*)/.exec(request.path.slice(basePath.length)) ?? [];
    const entry =
      mapping.stage === undefined
        ? { stage: first, basePath: `${basePath}/${first}` }
        : { stage: mapping.stage, basePath };
    return answer(state, mapping.apiId, request, entry);
  },
};

export const surfaces: readonly Surface<ApiGatewayState>[] = [apisByHost, apisByDomain, apisByPath];
