import type { DhcpOptions } from "@aws-sdk/client-ec2";
import { dhcpOptionsNotFound, dryRun } from "../errors.ts";
import { defaultIds } from "../network/default-network.ts";
import { toDhcpOptions } from "../network/dhcp-options.ts";
import type { Ec2Operation } from "../operation.ts";
import { compileFilters, type FilterTable } from "../resources/filters.ts";
import { checkPage } from "../resources/page.ts";
import { checkIds } from "../resources/resource-id.ts";

/** The one set that every VPC has. */
export const describeDhcpOptions: Ec2Operation<"DescribeDhcpOptions"> = async (input, context) => {
  const { DhcpOptionsIds: ids = [], Filters, DryRun } = input;
  checkPage(input, ids, "dhcpOptionsSet");
  checkIds(ids, "dopt", "InvalidDhcpOptionsId");
  const { dhcpOptionsId } = defaultIds(context);
  const missing = ids.find((id) => id !== dhcpOptionsId);
  if (missing !== undefined) throw dhcpOptionsNotFound(missing);
  if (DryRun) throw dryRun();
  return { DhcpOptions: [toDhcpOptions(dhcpOptionsId, context)].filter(compileFilters(Filters, filters)) };
};

/** Source: "DescribeDhcpOptions", "Filters". */
const filters: FilterTable<DhcpOptions> = {
  "dhcp-options-id": ({ DhcpOptionsId }) => [DhcpOptionsId],
  key: ({ DhcpConfigurations = [] }) => DhcpConfigurations.map(({ Key }) => Key),
  "owner-id": ({ OwnerId }) => [OwnerId],
  "tag-key": () => [],
  value: ({ DhcpConfigurations = [] }) =>
    DhcpConfigurations.flatMap(({ Values = [] }) => Values.map(({ Value }) => Value)),
};
