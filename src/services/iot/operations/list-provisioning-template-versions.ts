import { fromOffsetToken, toPageToken } from "../../page-token.ts";
import { invalidToken } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IotOperation } from "../operation.ts";
import { findTemplate } from "../provisioning/provisioning-template.ts";

/** The newest first. */
export const listProvisioningTemplateVersions: IotOperation<"ListProvisioningTemplateVersions"> = async (
  { templateName: name = "", maxResults = limits.pageSize, nextToken },
  context,
) => {
  const found = await context.state.registry.read(context, (tx) => findTemplate(tx, name));
  const all = Object.entries(found.versions).map(([id, { createdMs }]) => ({
    versionId: Number(id),
    creationDate: new Date(createdMs),
    isDefaultVersion: Number(id) === found.defaultVersion,
  }));
  all.sort((one, other) => other.versionId - one.versionId);
  const from = fromOffsetToken(nextToken || undefined, invalidToken);
  const to = from + maxResults;
  return { versions: all.slice(from, to), nextToken: to < all.length ? toPageToken(String(to)) : undefined };
};
