import { freeDomain } from "../../execute-api/domains/change-domain.ts";
import type { EffectReceiver } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import type { ApiGatewayState } from "../state.ts";

/** A domain name has been deleted: others may have it. */
export const freeDomainName: EffectReceiver<ApiGatewayState> = async (effect, _from, { host }) => {
  await freeDomain(host, JSON.parse(effect.payload));
  return delivered;
};
