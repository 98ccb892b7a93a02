import type { ReadTransaction } from "../../../storage/database.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, invalidParameterValue, missingParameter } from "../errors.ts";
import {
  findTemplate,
  findVersion,
  type LaunchTemplate,
  launchTemplates,
  type TemplateVersion,
  templateVersions,
  toVersion,
} from "../launch-templates/launch-template.ts";
import type { Ec2Context, Ec2Operation } from "../operation.ts";
import { compileFilters, type FilterTable } from "../resources/filters.ts";
import { checkPage, toPage } from "../resources/page.ts";

interface Found {
  readonly template: LaunchTemplate;
  readonly version: TemplateVersion;
}

/** Versions of one template, the newest first; or of all templates their default or latest ones. */
export const describeLaunchTemplateVersions: Ec2Operation<"DescribeLaunchTemplateVersions"> = async (
  input,
  context,
) => {
  const { LaunchTemplateId: id, LaunchTemplateName: name, Versions: wanted = [], Filters, DryRun } = input;
  checkPage(input, undefined, "");
  const fits = compileFilters(Filters, filters);
  const isOfAll = id === undefined && name === undefined;
  if (isOfAll && wanted.length === 0) throw missingParameter("launchTemplateId or launchTemplateName");
  if (isOfAll && wanted.some((version) => version !== "$Latest" && version !== "$Default"))
    throw invalidParameterValue(
      "Only the versions $Latest and $Default may be described without a launch template ID or name.",
    );
  const found = await context.host.storage.partition(regionKey(context)).read(async (tx) => {
    if (!isOfAll) return versionsOf(tx, await findTemplate(tx, context, input), input, context);
    const all: Found[] = [];
    for (const template of await launchTemplates.list(tx, context))
      all.push(...(await versionsOf(tx, template, input, context)));
    return all;
  });
  if (DryRun) throw dryRun();
  // Newest first, and pages go by keys that grow.
  const keyOf = ({ template, version }: Found) => `${template.id}:${String(1e10 - version.number).padStart(11, "0")}`;
  const shown = found.filter(fits).sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  const { items, NextToken } = toPage(shown, keyOf, input);
  return { LaunchTemplateVersions: items.map(({ template, version }) => toVersion(version, template)), NextToken };
};

interface VersionsInput {
  readonly Versions?: readonly string[] | undefined;
  readonly MinVersion?: string | undefined;
  readonly MaxVersion?: string | undefined;
}

async function versionsOf(
  tx: ReadTransaction,
  template: LaunchTemplate,
  { Versions: wanted = [], MinVersion, MaxVersion }: VersionsInput,
  context: Ec2Context,
): Promise<Found[]> {
  if (wanted.length > 0) {
    const found = new Map<string, Found>();
    for (const each of wanted) {
      const version = await findVersion(tx, context, template, each);
      found.set(version.id, { template, version });
    }
    return [...found.values()];
  }
  const [least, most] = [MinVersion, MaxVersion].map((text) => (text === undefined ? undefined : Number(text)));
  return (await templateVersions.listOf(tx, context, template.id))
    .filter(({ number }) => number >= (least ?? 1) && number <= (most ?? number))
    .map((version) => ({ template, version }));
}

/** Source: "DescribeLaunchTemplateVersions", "Filters". */
const filters: FilterTable<Found> = {
  "create-time": ({ version }) => [new Date(version.createdMs).toISOString()],
  "ebs-optimized": ({ version }) => [
    version.data.EbsOptimized === undefined ? undefined : String(version.data.EbsOptimized),
  ],
  "http-tokens": ({ version }) => [version.data.MetadataOptions?.HttpTokens],
  "http-endpoint": ({ version }) => [version.data.MetadataOptions?.HttpEndpoint],
  "http-protocol-ipv4": () => [],
  "host-resource-group-arn": () => [],
  "iam-instance-profile": ({ version }) => [
    version.data.IamInstanceProfile?.Arn ?? version.data.IamInstanceProfile?.Name,
  ],
  "image-id": ({ version }) => [version.data.ImageId],
  "instance-type": ({ version }) => [version.data.InstanceType],
  "is-default-version": ({ version, template }) => [String(version.number === template.defaultVersion)],
  "kernel-id": ({ version }) => [version.data.KernelId],
  "license-configuration-arn": () => [],
  "network-card-index": () => [],
  "ram-disk-id": ({ version }) => [version.data.RamDiskId],
};
