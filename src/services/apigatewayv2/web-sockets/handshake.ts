import { toEventValues } from "../../http-proxy/payload-v1.ts";
import type { SurfaceRequest } from "../../surface.ts";

type Values = Partial<ReturnType<typeof toEventValues>>;

/** What `$connect` and its authorizer are told of the request. A query that is none is left out. */
export function handshakeValues(surface: SurfaceRequest, traceId: string): Values {
  const { method, path, rawQuery, rawHeaders, sourceIp, scheme } = surface;
  const request = { method, path, rawQuery, rawHeaders, sourceIp, body: Buffer.alloc(0) };
  const { queryStringParameters, multiValueQueryStringParameters, ...headers } = toEventValues(request, {
    scheme,
    traceId,
  });
  return queryStringParameters ? { ...headers, queryStringParameters, multiValueQueryStringParameters } : headers;
}

/** Of a client that has gone AWS says no more than this. */
export function goneValues(domainName: string): Values {
  const headers = { Host: domainName, "x-api-key": "", "X-Forwarded-For": "", "x-restapi": "" };
  const multiValueHeaders = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return { headers, multiValueHeaders };
}

/** The client's subprotocols, in its order. */
export function subprotocolsOf({ headers }: SurfaceRequest): readonly string[] {
  return (headers["sec-websocket-protocol"] ?? "")
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
}
