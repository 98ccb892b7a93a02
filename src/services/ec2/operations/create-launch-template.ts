import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { dryRun, missingParameter, templateNameInUse, templateNameIsMalformed, tooManyTemplates } from "../errors.ts";
import { checkTemplateData } from "../launch-templates/check-template-data.ts";
import { launchTemplates, templateVersions, toTemplate, versionId } from "../launch-templates/launch-template.ts";
import { limits } from "../limits.ts";
import type { Ec2Operation } from "../operation.ts";
import { findMade, keepMade } from "../resources/given-token.ts";
import { refuseOthers } from "../resources/refuse-others.ts";
import { makeId } from "../resources/resource-id.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";
import { putTags } from "../tags/put-tags.ts";

/** With its first version, which is the default one. */
export const createLaunchTemplate: Ec2Operation<"CreateLaunchTemplate"> = async (input, context) => {
  const { LaunchTemplateName: name, LaunchTemplateData, VersionDescription, TagSpecifications, ...more } = input;
  const { ClientToken: token, DryRun, Operator, ...others } = more;
  refuseOthers({ ...others, Operator });
  if (name === undefined) throw missingParameter("LaunchTemplateName");
  if (!/^[a-zA-Z0-9().\-/_]{3,128}$/.test(name)) throw templateNameIsMalformed();
  const data = checkTemplateData(LaunchTemplateData);
  const tags = readTagSpecifications(TagSpecifications, ["launch-template"]).get("launch-template") ?? {};
  const { clock, random, storage } = context.host;
  const createdMs = clock.nowMs();
  const given = { operation: "CreateLaunchTemplate", token, input };
  const template = await storage.partition(regionKey(context)).write(async (tx) => {
    const former = await findMade(tx, given, createdMs);
    if (former !== undefined) {
      const resource = await launchTemplates.require(tx, context, former);
      return { resource, tags: await tagStore.find(tx, former) };
    }
    if ((await launchTemplates.listOf(tx, context, name)).length > 0) throw templateNameInUse();
    if ((await launchTemplates.list(tx, context)).length >= limits.launchTemplates) throw tooManyTemplates();
    if (DryRun) throw dryRun();
    const id = makeId("lt", random);
    const createdBy = context.principal.arn;
    const resource = { id, name, createdMs, createdBy, defaultVersion: 1, latestVersion: 1 };
    await launchTemplates.put(tx, context, resource);
    const version = { id: versionId(id, 1), templateId: id, number: 1, createdMs, createdBy, data };
    await templateVersions.put(tx, context, { ...version, description: VersionDescription });
    await putTags(tx, id, tags);
    await keepMade(tx, given, id, createdMs);
    return { resource, tags };
  });
  return { LaunchTemplate: toTemplate(template) };
};
