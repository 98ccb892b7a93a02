import type { InstanceTypeOffering } from "@aws-sdk/client-ec2";
import { dryRun, invalidParameterValue } from "../errors.ts";
import { instanceTypes } from "../instance-types/instance-types.ts";
import { zonesOf } from "../network/zones.ts";
import type { Ec2Operation } from "../operation.ts";
import { compileFilters, type FilterTable } from "../resources/filters.ts";
import { checkPage, toPage } from "../resources/page.ts";

/** All types are offered everywhere: in the region, or in each of its zones. */
export const describeInstanceTypeOfferings: Ec2Operation<"DescribeInstanceTypeOfferings"> = async (input, context) => {
  const { LocationType: kind = "region", Filters, DryRun } = input;
  checkPage(input, undefined, "");
  if (DryRun) throw dryRun();
  const fits = compileFilters(Filters, filters);
  const offerings = locationsOf(kind, context.region).flatMap((Location) =>
    [...instanceTypes.keys()].map(
      (name): InstanceTypeOffering => ({
        InstanceType: name as InstanceTypeOffering["InstanceType"],
        LocationType: kind,
        Location,
      }),
    ),
  );
  const keyOf = ({ InstanceType, Location }: InstanceTypeOffering) => `${InstanceType} ${Location}`;
  const shown = offerings.filter(fits).sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  const { items, NextToken } = toPage(shown, keyOf, input);
  return { InstanceTypeOfferings: [...items], NextToken };
};

function locationsOf(kind: string, region: string): readonly string[] {
  if (kind === "region") return [region];
  if (kind === "availability-zone") return zonesOf(region).map(({ name }) => name);
  if (kind === "availability-zone-id") return zonesOf(region).map(({ id }) => id);
  if (kind === "outpost") return [];
  throw invalidParameterValue(`Value (${kind}) for parameter locationType is invalid.`);
}

/** Source: "DescribeInstanceTypeOfferings", "Filters". */
const filters: FilterTable<InstanceTypeOffering> = {
  "instance-type": ({ InstanceType }) => [InstanceType],
  location: ({ Location }) => [Location],
};
