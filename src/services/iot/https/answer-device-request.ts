import { rootPrincipal } from "../../principal.ts";
import type { ServiceHost } from "../../service.ts";
import type { SurfaceAnswer, SurfaceRequest } from "../../surface.ts";
import { identifyByAuthorizer } from "../authorizers/identify-by-authorizer.ts";
import type { ClientIdentity } from "../connections/client-identity.ts";
import { identifyByCertificate } from "../connections/identify-by-certificate.ts";
import { limits } from "../limits.ts";
import type { DeviceAction } from "../policies/device-permissions.ts";
import { iotArn } from "../registry/registry.ts";
import type { IotState } from "../state.ts";
import type { DeviceRoute } from "./device-route.ts";

/** A device asks by HTTP: what it may, its certificate's policies say, or what a custom authorizer has answered. */
export async function answerDeviceRequest(
  { path, operation, action, kind }: DeviceRoute,
  request: SurfaceRequest,
  { state, host }: { readonly state: IotState; readonly host: ServiceHost },
): Promise<SurfaceAnswer> {
  const name = decoded(path.exec(request.path)?.[1] ?? "");
  const identity = await identify(request, state, host);
  if (name === undefined || !identity) return refusal(identity ? 400 : 403);
  const permissions = identity.permissions("");
  const resource = iotArn(identity.at, `${kind}/${name}`);
  const retains = request.query.some(([key, value]) => key === "retain" && value === "true");
  const actions: DeviceAction[] = retains ? [action, "iot:RetainPublish"] : [action];
  for (const each of actions) if (!(await permissions.may(each, resource))) return refusal(403);
  const { account, region } = identity.at;
  const body = await request.body(limits.payloadBytes + 1);
  const {
    status,
    headers,
    body: answer,
  } = await request.callApi({
    // A topic's slashes may stand as they are.
    head: kind === "topic" ? { ...request, path: `/topics/${encodeURIComponent(name)}` } : request,
    body,
    operation,
    // What it may has been asked: the rest is the account's own.
    principal: { ...rootPrincipal(account), userId: identity.principal },
    signature: undefined,
    region,
  });
  // AWS's endpoint says this of a message; its SDKs look for nothing.
  const isTaken = operation === "Publish" && status === 200;
  return { status, headers, body: isTaken ? JSON.stringify({ message: "OK", traceId: request.requestId }) : answer };
}

async function identify(
  request: SurfaceRequest,
  state: IotState,
  host: ServiceHost,
): Promise<ClientIdentity | undefined> {
  const { shownCertificate, sourceIp, headers, rawQuery, host: serverName } = request;
  const der = shownCertificate?.();
  if (der) return identifyByCertificate({ der, serverName }, { sourceIp, protocol: "http" }, state, host);
  const at = { account: host.config.accountId, region: regionOf(serverName) };
  const http = { headers, queryString: rawQuery };
  const asked = { protocols: ["tls", "http"], serverName, http, mqtt: undefined, sourceIp };
  return identifyByAuthorizer(at, asked, state, host);
}

/** The one that a host's name tells. */
export function regionOf(serverName: string | undefined): string {
  return serverName?.split(".").find((label) => /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(label)) ?? "us-east-1";
}

function decoded(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

/** AWS says no more. */
function refusal(status: number): SurfaceAnswer {
  const message = status === 403 ? "Forbidden" : "Bad Request";
  return {
    status,
    headers: { "content-type": "application/json", "x-amzn-errortype": `${message.replace(" ", "")}Exception` },
    body: JSON.stringify({ message, traceId: null }),
  };
}
