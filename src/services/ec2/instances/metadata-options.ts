import type { InstanceMetadataOptionsRequest, InstanceMetadataOptionsResponse } from "@aws-sdk/client-ec2";
import { invalidParameterValue, notSupported } from "../errors.ts";
import type { Instance } from "./instance.ts";

export type MetadataOptions = Pick<Instance, "tokensRequired" | "hopLimit" | "isMetadataOff" | "hasMetadataTags">;

/** What is said, over what holds. IPv6 is not built. Source: "Instance metadata options". */
export function readMetadataOptions(
  options: InstanceMetadataOptionsRequest | undefined,
  present: MetadataOptions,
): MetadataOptions {
  const { HttpTokens, HttpPutResponseHopLimit, HttpEndpoint, HttpProtocolIpv6, InstanceMetadataTags } = options ?? {};
  if (HttpProtocolIpv6 === "enabled") throw notSupported("MetadataOptions.HttpProtocolIpv6");
  if (HttpPutResponseHopLimit !== undefined && (HttpPutResponseHopLimit < 1 || HttpPutResponseHopLimit > 64))
    throw invalidParameterValue(
      `Value (${HttpPutResponseHopLimit}) for parameter HttpPutResponseHopLimit is invalid. The value must be between 1 and 64.`,
    );
  return {
    tokensRequired: HttpTokens === undefined ? present.tokensRequired : HttpTokens === "required",
    hopLimit: HttpPutResponseHopLimit ?? present.hopLimit,
    isMetadataOff: HttpEndpoint === undefined ? present.isMetadataOff : HttpEndpoint === "disabled",
    hasMetadataTags: InstanceMetadataTags === undefined ? present.hasMetadataTags : InstanceMetadataTags === "enabled",
  };
}

export function toMetadataOptions(
  { tokensRequired, hopLimit, isMetadataOff, hasMetadataTags }: MetadataOptions,
  State: "pending" | "applied",
): InstanceMetadataOptionsResponse {
  return {
    State,
    HttpTokens: tokensRequired ? "required" : "optional",
    HttpPutResponseHopLimit: hopLimit ?? (tokensRequired ? 2 : 1),
    HttpEndpoint: isMetadataOff ? "disabled" : "enabled",
    HttpProtocolIpv6: "disabled",
    InstanceMetadataTags: hasMetadataTags ? "enabled" : "disabled",
  };
}
