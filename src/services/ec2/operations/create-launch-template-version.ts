import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, tooManyTemplateVersions } from "../errors.ts";
import { checkTemplateData } from "../launch-templates/check-template-data.ts";
import {
  findTemplate,
  findVersion,
  launchTemplates,
  templateVersions,
  toVersion,
  versionId,
} from "../launch-templates/launch-template.ts";
import { limits } from "../limits.ts";
import type { Ec2Operation } from "../operation.ts";
import { findMade, keepMade } from "../resources/given-token.ts";
import { refuseOthers } from "../resources/refuse-others.ts";

/** Another version, of its own or over what another one says. Versions never change. */
export const createLaunchTemplateVersion: Ec2Operation<"CreateLaunchTemplateVersion"> = async (input, context) => {
  const { LaunchTemplateId, LaunchTemplateName, SourceVersion, VersionDescription, LaunchTemplateData, ...more } =
    input;
  const { ClientToken: token, DryRun, ...others } = more;
  refuseOthers(others);
  const own = checkTemplateData(LaunchTemplateData);
  const { clock, storage } = context.host;
  const createdMs = clock.nowMs();
  const given = { operation: "CreateLaunchTemplateVersion", token, input };
  return storage.partition(regionKey(context)).write(async (tx) => {
    const template = await findTemplate(tx, context, { LaunchTemplateId, LaunchTemplateName });
    const former = await findMade(tx, given, createdMs);
    const made = former === undefined ? undefined : await templateVersions.find(tx, context, former);
    if (made) return { LaunchTemplateVersion: toVersion(made, template) };
    const source = SourceVersion === undefined ? undefined : await findVersion(tx, context, template, SourceVersion);
    const number = template.latestVersion + 1;
    if (number > limits.versionsPerLaunchTemplate) throw tooManyTemplateVersions();
    if (DryRun) throw dryRun();
    const changed = { ...template, latestVersion: number };
    const version = {
      id: versionId(template.id, number),
      templateId: template.id,
      number,
      description: VersionDescription,
      createdMs,
      createdBy: context.principal.arn,
      data: { ...source?.data, ...own },
    };
    await launchTemplates.put(tx, context, changed);
    await templateVersions.put(tx, context, version);
    await keepMade(tx, given, version.id, createdMs);
    return { LaunchTemplateVersion: toVersion(version, changed) };
  });
};
