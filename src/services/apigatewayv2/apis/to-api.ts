import type { ServiceHost } from "../../service.ts";
import type { Place } from "../../service-host.ts";
import { type ApiRecord, apiEndpoint } from "./api.ts";

/** As it goes to a client. */
export function toApi(host: ServiceHost, at: Place, api: ApiRecord) {
  const { CreatedMs, ...rest } = api;
  return { ...rest, CreatedDate: new Date(CreatedMs), ApiEndpoint: apiEndpoint(host, at, api) };
}
