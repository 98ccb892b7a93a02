import type {
  RequestLaunchTemplateData,
  ResponseLaunchTemplateData,
  LaunchTemplate as WireTemplate,
  LaunchTemplateVersion as WireVersion,
} from "@aws-sdk/client-ec2";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { toTagList } from "../../tags.ts";
import {
  invalidParameterCombination,
  missingParameter,
  templateNameNotFound,
  templateNotFound,
  templateVersionNotFound,
} from "../errors.ts";
import type { Described } from "../resources/describe-kind.ts";
import { defineKind } from "../resources/kind.ts";

export interface LaunchTemplate {
  readonly id: string;
  readonly name: string;
  readonly createdMs: number;
  /** ARN. */
  readonly createdBy: string;
  readonly defaultVersion: number;
  readonly latestVersion: number;
}

export const launchTemplates = defineKind<LaunchTemplate>({
  name: "launch-template",
  prefix: "lt",
  code: "InvalidLaunchTemplateId",
  notFound: templateNotFound,
  parentOf: ({ name }) => name,
});

export interface TemplateVersion {
  readonly id: string;
  readonly templateId: string;
  readonly number: number;
  readonly description: string | undefined;
  readonly createdMs: number;
  readonly createdBy: string;
  readonly data: RequestLaunchTemplateData;
}

export const templateVersions = defineKind<TemplateVersion>({
  name: "launch-template-version",
  prefix: "lt",
  code: "InvalidLaunchTemplateId",
  notFound: templateNotFound,
  parentOf: ({ templateId }) => templateId,
});

/** Rows of one template are in the order of their numbers. */
export function versionId(templateId: string, number: number): string {
  return `${templateId}:${String(number).padStart(10, "0")}`;
}

interface TemplateInput {
  readonly LaunchTemplateId?: string | undefined;
  readonly LaunchTemplateName?: string | undefined;
}

/** By one of id and name. Throws if it is not there. */
export async function findTemplate(
  tx: ReadTransaction,
  place: Place,
  { LaunchTemplateId: id, LaunchTemplateName: name }: TemplateInput,
): Promise<LaunchTemplate> {
  if (id !== undefined && name !== undefined)
    throw invalidParameterCombination(
      "You cannot specify both the launch template ID and the launch template name in the request. Specify only one.",
    );
  if (id !== undefined) return launchTemplates.require(tx, place, id);
  if (name === undefined) throw missingParameter("launchTemplateId or launchTemplateName");
  const [found] = await launchTemplates.listOf(tx, place, name);
  if (!found) throw templateNameNotFound(name);
  return found;
}

/** `$Latest`, `$Default` or a number; the default one if nothing is said. Throws for one that is not there. */
export async function findVersion(
  tx: ReadTransaction,
  place: Place,
  template: LaunchTemplate,
  version: string | undefined,
): Promise<TemplateVersion> {
  const number = versionNumber(template, version);
  const found = await templateVersions.find(tx, place, versionId(template.id, number));
  if (!found) throw templateVersionNotFound(version ?? "$Default", template.id);
  return found;
}

export function versionNumber(
  { id, defaultVersion, latestVersion }: LaunchTemplate,
  version: string | undefined,
): number {
  if (version === undefined || version === "" || version === "$Default") return defaultVersion;
  if (version === "$Latest") return latestVersion;
  if (!/^\d{1,9}$/.test(version)) throw templateVersionNotFound(version, id);
  return Number(version);
}

export function toTemplate({ resource, tags }: Pick<Described<LaunchTemplate>, "resource" | "tags">): WireTemplate {
  return {
    LaunchTemplateId: resource.id,
    LaunchTemplateName: resource.name,
    CreateTime: new Date(resource.createdMs),
    CreatedBy: resource.createdBy,
    DefaultVersionNumber: resource.defaultVersion,
    LatestVersionNumber: resource.latestVersion,
    Operator: { Managed: false },
    Tags: toTagList(tags),
  };
}

export function toVersion(version: TemplateVersion, template: LaunchTemplate): WireVersion {
  return {
    LaunchTemplateId: template.id,
    LaunchTemplateName: template.name,
    VersionNumber: version.number,
    VersionDescription: version.description,
    CreateTime: new Date(version.createdMs),
    CreatedBy: version.createdBy,
    DefaultVersion: version.number === template.defaultVersion,
    LaunchTemplateData: version.data as ResponseLaunchTemplateData,
    Operator: { Managed: false },
  };
}
