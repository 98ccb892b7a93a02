import type { Random } from "../platform/random.ts";
import type { WireHabits } from "../services/wire-habits.ts";
import type { WireResponse } from "../wire/wire.ts";

/** A UUID, where the service has no ids of its own. */
export function createRequestId({ requestIds }: WireHabits, random: Random): string {
  return requestIds ? requestIds.create(random) : random.uuid();
}

export function withRequestId(response: WireResponse, habits: WireHabits | undefined, requestId: string): WireResponse {
  const ids = habits?.requestIds?.headers(requestId);
  if (!ids) response.headers["x-amzn-RequestId"] = requestId;
  else for (const name in ids) response.headers[name] ??= ids[name] as string;
  const { body } = response;
  if (habits?.headersOfBody && (typeof body === "string" || body instanceof Uint8Array))
    Object.assign(response.headers, habits.headersOfBody(body));
  return response;
}
