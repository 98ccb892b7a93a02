import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { dryRun } from "../errors.ts";
import { findTemplate, launchTemplates, templateVersions, toTemplate } from "../launch-templates/launch-template.ts";
import type { Ec2Operation } from "../operation.ts";

/** With all its versions. */
export const deleteLaunchTemplate: Ec2Operation<"DeleteLaunchTemplate"> = async (input, context) => {
  const template = await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const resource = await findTemplate(tx, context, input);
    if (input.DryRun) throw dryRun();
    const tags = await tagStore.find(tx, resource.id);
    for (const { id } of await templateVersions.listOf(tx, context, resource.id))
      await templateVersions.remove(tx, context, id);
    await launchTemplates.remove(tx, context, resource.id);
    return { resource, tags };
  });
  return { LaunchTemplate: toTemplate(template) };
};
