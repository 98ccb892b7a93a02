import { regionKey } from "../../block-storage/region-key.ts";
import { templatesNotFound } from "../errors.ts";
import { type LaunchTemplate, launchTemplates, toTemplate } from "../launch-templates/launch-template.ts";
import type { Ec2Operation } from "../operation.ts";
import { asDescribed, type Described, describeKind } from "../resources/describe-kind.ts";
import type { FilterTable } from "../resources/filters.ts";

export const describeLaunchTemplates: Ec2Operation<"DescribeLaunchTemplates"> = async (input, context) => {
  const { LaunchTemplateIds = [], LaunchTemplateNames: names = [] } = input;
  const named = await context.host.storage.partition(regionKey(context)).read(async (tx) => {
    const ids: string[] = [];
    for (const name of names) {
      const [template] = await launchTemplates.listOf(tx, context, name);
      if (!template) throw templatesNotFound();
      ids.push(template.id);
    }
    return ids;
  });
  const ids = [...LaunchTemplateIds, ...named];
  const description = { ids, idsName: "launchTemplateIds", filters, extend: asDescribed };
  const { items, NextToken } = await describeKind(launchTemplates, input, description, context);
  return { LaunchTemplates: items.map(toTemplate), NextToken };
};

/** Source: "DescribeLaunchTemplates", "Filters". */
const filters: FilterTable<Described<LaunchTemplate>> = {
  "create-time": ({ resource }) => [new Date(resource.createdMs).toISOString()],
  "launch-template-name": ({ resource }) => [resource.name],
};
