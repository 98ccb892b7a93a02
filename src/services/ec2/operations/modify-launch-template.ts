import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { dryRun } from "../errors.ts";
import { findTemplate, findVersion, launchTemplates, toTemplate } from "../launch-templates/launch-template.ts";
import type { Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";

/** Which version is the default one. */
export const modifyLaunchTemplate: Ec2Operation<"ModifyLaunchTemplate"> = async (input, context) => {
  const { LaunchTemplateId, LaunchTemplateName, DefaultVersion, ClientToken: _, DryRun, ...others } = input;
  refuseOthers(others);
  const template = await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const found = await findTemplate(tx, context, { LaunchTemplateId, LaunchTemplateName });
    const { number } = await findVersion(tx, context, found, DefaultVersion);
    if (DryRun) throw dryRun();
    const resource = { ...found, defaultVersion: number };
    await launchTemplates.put(tx, context, resource);
    return { resource, tags: await tagStore.find(tx, found.id) };
  });
  return { LaunchTemplate: toTemplate(template) };
};
