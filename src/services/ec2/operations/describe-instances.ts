import { dryRun } from "../errors.ts";
import { volumesByInstance } from "../instances/block-devices.ts";
import { findInstances } from "../instances/find-instances.ts";
import { instanceFilters } from "../instances/instance-filters.ts";
import { instanceStore } from "../instances/instance-store.ts";
import { toReservations } from "../instances/to-instance.ts";
import type { Ec2Operation } from "../operation.ts";
import { compileFilters } from "../resources/filters.ts";
import { checkPage, toPage } from "../resources/page.ts";
import { regionKey } from "../resources/region-key.ts";
import { tagStore } from "../tags/tag-store.ts";

/** Instances by their reservations; a page has as many instances as it asks for. */
export const describeInstances: Ec2Operation<"DescribeInstances"> = async (input, context) => {
  const { InstanceIds: ids = [], Filters, DryRun } = input;
  checkPage(input, ids, "instancesSet");
  if (DryRun) throw dryRun();
  const { account } = context;
  const fits = compileFilters(Filters, instanceFilters, ({ tags }) => tags);
  const found = await context.host.storage.partition(regionKey(context)).read(async (tx) => {
    const instances = ids.length > 0 ? await findInstances(tx, ids) : await instanceStore.list(tx);
    const tags = await tagStore.ofKind(tx, "i-");
    const volumes = await volumesByInstance(tx);
    return instances.map((instance) => ({
      instance,
      account,
      tags: tags.get(instance.id) ?? {},
      volumes: volumes.get(instance.id) ?? [],
    }));
  });
  const { items, NextToken } = toPage(found.filter(fits), ({ instance }) => instance.id, input);
  return { Reservations: toReservations(items, context), NextToken };
};
