import { dryRun, invalidParameterValue } from "../errors.ts";
import { isRegion, regionNames } from "../network/zones.ts";
import type { Ec2Operation } from "../operation.ts";
import { compileFilters, type FilterTable } from "../resources/filters.ts";

/** The regions that an account has without asking for more. */
export const describeRegions: Ec2Operation<"DescribeRegions"> = async (input) => {
  const { RegionNames: names = [], Filters, DryRun } = input;
  const wrong = names.filter((name) => !isRegion(name));
  if (wrong.length > 0) throw invalidParameterValue(`Invalid region names: [${wrong.join(", ")}]`);
  if (DryRun) throw dryRun();
  const fits = compileFilters(Filters, filters);
  const shown = names.length > 0 ? [...new Set(names)] : regionNames;
  return {
    Regions: shown.filter(fits).map((name) => ({ RegionName: name, Endpoint: endpointOf(name), OptInStatus: noOptIn })),
  };
};

const noOptIn = "opt-in-not-required";

function endpointOf(name: string): string {
  return `ec2.${name}.amazonaws.com`;
}

const filters: FilterTable<string> = {
  endpoint: (name) => [endpointOf(name)],
  "opt-in-status": () => [noOptIn],
  "region-name": (name) => [name],
};
