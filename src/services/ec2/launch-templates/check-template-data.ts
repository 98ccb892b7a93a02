import type { RequestLaunchTemplateData } from "@aws-sdk/client-ec2";
import { missingParameter, notSupported } from "../errors.ts";
import { readUserData } from "../instances/user-data.ts";
import { isGiven } from "../resources/refuse-others.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";

/** A template is checked when it is used; only what nothing could be made of is refused when it is made. */
export function checkTemplateData(data: RequestLaunchTemplateData | undefined): RequestLaunchTemplateData {
  const given = Object.entries(data ?? {}).filter(([, value]) => isGiven(value) || value === false);
  if (!data || given.length === 0) throw missingParameter("LaunchTemplateData");
  readUserData(data.UserData);
  readTagSpecifications(data.TagSpecifications, [
    "instance",
    "volume",
    "network-interface",
    "spot-instances-request",
    "elastic-gpu",
  ]);
  // Its time would have to be kept as a time.
  if (data.InstanceMarketOptions?.SpotOptions?.ValidUntil !== undefined)
    throw notSupported("InstanceMarketOptions.SpotOptions.ValidUntil");
  return data;
}
