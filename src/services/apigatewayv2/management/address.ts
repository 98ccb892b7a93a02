import { apiOfHost, apiOfPath } from "../../execute-api/addresses.ts";

/** Of which API and stage a URL is: `http://ID.execute-api.REGION.localhost:4566/STAGE`, or by Squall's own path. */
export interface ApiAddress {
  readonly apiId: string;
  readonly stage: string;
}

/** Undefined for an address that names no API: an SDK that has only been told where Squall is. */
export function addressOf(endpoint: string): ApiAddress | undefined {
  if (!URL.canParse(endpoint)) return undefined;
  const { hostname, pathname } = new URL(endpoint);
  const apiId = apiOfHost(hostname);
  if (apiId !== undefined) return { apiId, stage: decodeURIComponent(pathname.slice(1)) };
  const byPath = apiOfPath(pathname);
  return byPath && { apiId: byPath.apiId, stage: byPath.stage };
}
