import type {
  DeleteLaunchTemplateVersionsResponseErrorItem,
  DeleteLaunchTemplateVersionsResponseSuccessItem,
} from "@aws-sdk/client-ec2";
import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, missingParameter } from "../errors.ts";
import { findTemplate, templateVersions, versionId } from "../launch-templates/launch-template.ts";
import type { Ec2Operation } from "../operation.ts";

/** Each by its number; the default one stays. What cannot be deleted is told beside what was. */
export const deleteLaunchTemplateVersions: Ec2Operation<"DeleteLaunchTemplateVersions"> = async (input, context) => {
  const { Versions: wanted = [], DryRun } = input;
  if (wanted.length === 0) throw missingParameter("LaunchTemplateVersion");
  return context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const { id, name, defaultVersion } = await findTemplate(tx, context, input);
    if (DryRun) throw dryRun();
    const deleted: DeleteLaunchTemplateVersionsResponseSuccessItem[] = [];
    const refused: DeleteLaunchTemplateVersionsResponseErrorItem[] = [];
    for (const text of wanted) {
      const VersionNumber = Number(text);
      const item = { LaunchTemplateId: id, LaunchTemplateName: name, VersionNumber };
      const refuse = (Code: "unexpectedError" | "launchTemplateVersionDoesNotExist", Message: string) =>
        refused.push({ ...item, ResponseError: { Code, Message } });
      const found = /^\d{1,9}$/.test(text)
        ? await templateVersions.find(tx, context, versionId(id, VersionNumber))
        : undefined;
      if (!found)
        refuse(
          "launchTemplateVersionDoesNotExist",
          `The launch template version ${text} does not exist for launch template ${id}.`,
        );
      else if (VersionNumber === defaultVersion)
        refuse("unexpectedError", `Cannot delete the default version ${text} of launch template ${id}.`);
      else {
        await templateVersions.remove(tx, context, found.id);
        deleted.push(item);
      }
    }
    return {
      SuccessfullyDeletedLaunchTemplateVersions: deleted,
      UnsuccessfullyDeletedLaunchTemplateVersions: refused,
    };
  });
};
