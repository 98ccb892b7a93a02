import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun } from "../errors.ts";
import { findInstances } from "../instances/find-instances.ts";
import { instanceStore } from "../instances/instance-store.ts";
import type { Ec2Operation } from "../operation.ts";
import { compileFilters } from "../resources/filters.ts";
import { checkPage, toPage } from "../resources/page.ts";

/** Of instances of the families that have credits; without ids of those that are unlimited, as AWS's. */
export const describeInstanceCreditSpecifications: Ec2Operation<"DescribeInstanceCreditSpecifications"> = async (
  input,
  context,
) => {
  const { InstanceIds: ids = [], Filters, DryRun } = input;
  checkPage(input, ids, "instancesSet");
  if (DryRun) throw dryRun();
  const fits = compileFilters<{ readonly id: string }>(Filters, { "instance-id": ({ id }) => [id] });
  const instances = await context.host.storage
    .partition(regionKey(context))
    .read((tx) => (ids.length > 0 ? findInstances(tx, ids) : instanceStore.list(tx)));
  const shown = instances.filter(({ cpuCredits }) => cpuCredits && (ids.length > 0 || cpuCredits === "unlimited"));
  const { items, NextToken } = toPage(shown.filter(fits), ({ id }) => id, input);
  return {
    NextToken,
    InstanceCreditSpecifications: items.map(({ id, cpuCredits }) => ({ InstanceId: id, CpuCredits: cpuCredits })),
  };
};
