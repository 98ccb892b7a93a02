import { dryRun, invalidParameterValue } from "../errors.ts";
import { longName, type Zone, zonesOf } from "../network/zones.ts";
import type { Ec2Operation } from "../operation.ts";
import { compileFilters, type FilterTable } from "../resources/filters.ts";

/** The zones of the region that is asked. */
export const describeAvailabilityZones: Ec2Operation<"DescribeAvailabilityZones"> = async (input, context) => {
  const { ZoneNames: names = [], ZoneIds: ids = [], Filters, DryRun } = input;
  const { region } = context;
  const zones = zonesOf(region);
  const wrongName = names.find((name) => !zones.some((zone) => zone.name === name));
  if (wrongName !== undefined) throw invalidParameterValue(`Invalid availability zone: [${wrongName}]`);
  const wrongId = ids.find((id) => !zones.some((zone) => zone.id === id));
  if (wrongId !== undefined) throw invalidParameterValue(`Invalid availability zone-id: [${wrongId}]`);
  if (DryRun) throw dryRun();
  const fits = compileFilters(Filters, filters(region));
  const shown = zones.filter(
    (zone) =>
      (names.length === 0 || names.includes(zone.name)) && (ids.length === 0 || ids.includes(zone.id)) && fits(zone),
  );
  return {
    AvailabilityZones: shown.map(({ name, id }) => ({
      State: "available",
      OptInStatus: "opt-in-not-required",
      Messages: [],
      RegionName: region,
      ZoneName: name,
      ZoneId: id,
      GroupName: `${region}-zg-1`,
      GroupLongName: `${longName(region)} 1`,
      NetworkBorderGroup: region,
      ZoneType: "availability-zone",
    })),
  };
};

function filters(region: string): FilterTable<Zone> {
  return {
    "group-long-name": () => [`${longName(region)} 1`],
    "group-name": () => [`${region}-zg-1`],
    message: () => [],
    "opt-in-status": () => ["opt-in-not-required"],
    "region-name": () => [region],
    "parent-zone-id": () => [],
    "parent-zone-name": () => [],
    state: () => ["available"],
    "zone-id": ({ id }) => [id],
    "zone-name": ({ name }) => [name],
    "zone-type": () => ["availability-zone"],
  };
}
