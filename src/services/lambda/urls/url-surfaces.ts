import type { Surface } from "../../surface.ts";
import type { LambdaState } from "../state.ts";

/** Function URLs by their own host names, `ID.lambda-url.REGION.on.aws`, and the same below a name of this machine. */
export const urlsByHost: Surface<LambdaState> = {
  name: "FunctionUrl",
  hasOwnHosts: true,
  match: ({ host }) => urlHost.exec(host)?.[1],
  answer: (id, request, { state }) => state.urls.answer(id, request),
};

const urlHost = /^([a-z0-9]{32})\.lambda-url\.[a-z0-9-]+\./;

/**
 * The same by a path of Squall's own host, `/_aws/lambda-url/ID/…`, for clients that cannot resolve names below `localhost`. The function is told the path
 * behind the id. Such an answer shares its origin with the console, so the gateway keeps it apart as it does everything at that host.
 */
export const urlsByPath: Surface<LambdaState> = {
  name: "FunctionUrl",
  hasOwnHosts: false,
  match: ({ path }) => (path.startsWith(pathPrefix) ? urlPath.exec(path)?.[1] : undefined),
  answer: async (id, request, { state }) => {
    const path = request.path.slice(pathPrefix.length + id.length) || "/";
    const answer = await state.urls.answer(id, { ...request, path });
    // It would be the console's, too.
    const { "clear-site-data": _data, ...headers } = answer.headers;
    return { ...answer, headers };
  },
};

const pathPrefix = "/_aws/lambda-url/";
const urlPath = /^\/_aws\/lambda-url\/([a-z0-9]{32})(?:\/|$)/;
