import type { Surface, SurfaceHead } from "../../surface.ts";
import { whenCalled } from "../../when-called.ts";
import type { IotState } from "../state.ts";
import type { DeviceRoute } from "./device-route.ts";

const answer = whenCalled(async () => (await import("./answer-device-request.ts")).answerDeviceRequest);

/** Source: "Device communication protocols", HTTPS; "Protocols, port mappings, and authentication". */
export function deviceSurface(
  name: string,
  signingName: string,
  prefix: RegExp,
  routes: readonly DeviceRoute[],
): Surface<IotState> {
  return {
    name,
    hasOwnHosts: false,
    refusesAsApi: true,
    signingName,
    // The first look is cheap: every request of the server is shown to it.
    match: (head) => (prefix.test(head.path) && isDevices(head) ? routeOf(routes, head)?.operation : undefined),
    answer: async (operation, request, context) => {
      const route = routes.find((each) => each.operation === operation);
      return route && answer(route, request, context);
    },
  };
}

function isDevices({ headers, query, shownCertificate }: SurfaceHead): boolean {
  if (headers.authorization !== undefined || query.some(([key]) => key.toLowerCase() === "x-amz-signature"))
    return false;
  return shownCertificate?.() !== undefined || namesAuthorizer({ headers, query });
}

/** Who names a custom authorizer is not asked for a signature. */
export function namesAuthorizer({ headers, query }: Pick<SurfaceHead, "headers" | "query">): boolean {
  const name = "x-amz-customauthorizer-name";
  return headers[name] !== undefined || query.some(([key]) => key.toLowerCase() === name);
}

function routeOf(routes: readonly DeviceRoute[], { method, path }: SurfaceHead): DeviceRoute | undefined {
  return routes.find((route) => route.method === method && route.path.test(path));
}
