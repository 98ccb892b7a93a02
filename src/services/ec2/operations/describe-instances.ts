import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { dryRun } from "../errors.ts";
import { findInstances } from "../instances/find-instances.ts";
import { instanceFilters } from "../instances/instance-filters.ts";
import { instanceStore } from "../instances/instance-store.ts";
import { toReservations, withFacts } from "../instances/to-instance.ts";
import type { Ec2Operation } from "../operation.ts";
import { compileFilters } from "../resources/filters.ts";
import { checkPage, toPage } from "../resources/page.ts";

/** Instances by their reservations; a page has as many instances as it asks for. */
export const describeInstances: Ec2Operation<"DescribeInstances"> = async (input, context) => {
  const { InstanceIds: ids = [], Filters, DryRun } = input;
  checkPage(input, ids, "instancesSet");
  if (DryRun) throw dryRun();
  const fits = compileFilters(Filters, instanceFilters(context.region), ({ tags }) => tags);
  const { items, NextToken } = await context.host.storage.partition(regionKey(context)).read(async (tx) => {
    const instances = ids.length > 0 ? await findInstances(tx, ids) : await instanceStore.list(tx);
    if (Filters?.length) {
      const asksForTags = Filters.some(({ Name }) => Name?.startsWith("network-interface.tag"));
      const interfaceTags = asksForTags ? await tagStore.ofKind(tx, "eni-") : undefined;
      const found = await withFacts(tx, instances, context, interfaceTags);
      return toPage(found.filter(fits), ({ instance }) => instance.id, input);
    }
    // What is known of instances beyond the page is not looked for.
    const page = toPage(instances, ({ id }) => id, input);
    return { ...page, items: await withFacts(tx, page.items, context) };
  });
  return { Reservations: toReservations(items, context), NextToken };
};
