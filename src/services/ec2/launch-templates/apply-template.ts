import type { RequestLaunchTemplateData, RunInstancesCommandInput } from "@aws-sdk/client-ec2";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { findTemplate, findVersion } from "./launch-template.ts";

/** A launch as its template and the call say it; what the call says goes before. Source: "Launch instances from a launch template". */
export interface AppliedLaunch {
  readonly input: RunInstancesCommandInput;
  /** AWS marks the instances with these. */
  readonly tags: Readonly<Record<string, string>>;
}

export async function applyTemplate(
  tx: ReadTransaction,
  { LaunchTemplate: specification, ...input }: RunInstancesCommandInput,
  place: Place,
): Promise<AppliedLaunch> {
  if (!specification) return { input, tags: {} };
  const template = await findTemplate(tx, place, specification);
  const version = await findVersion(tx, place, template, specification.Version);
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  return {
    input: { ...toLaunch(version.data), ...given, ...mergeTags(version.data, input) } as RunInstancesCommandInput,
    tags: { "aws:ec2launchtemplate:id": template.id, "aws:ec2launchtemplate:version": String(version.number) },
  };
}

/** A template names nearly all as RunInstances does. */
function toLaunch({ RamDiskId, TagSpecifications: _, ...data }: RequestLaunchTemplateData): object {
  return { ...data, ...(RamDiskId !== undefined && { RamdiskId: RamDiskId }) };
}

/** By the kind and the key: the call's value before the template's. */
function mergeTags(
  { TagSpecifications: own = [] }: RequestLaunchTemplateData,
  { TagSpecifications: given = [] }: Omit<RunInstancesCommandInput, "LaunchTemplate">,
): Pick<RunInstancesCommandInput, "TagSpecifications"> {
  const kinds = new Set([...own, ...given].map(({ ResourceType }) => ResourceType));
  const tagsOf = (specifications: typeof given, kind: unknown) =>
    specifications.filter(({ ResourceType }) => ResourceType === kind).flatMap(({ Tags = [] }) => Tags);
  const merged = [...kinds].flatMap((ResourceType) => {
    const added = tagsOf(given, ResourceType);
    const kept = tagsOf(own as typeof given, ResourceType).filter(({ Key }) => !added.some((tag) => tag.Key === Key));
    return ResourceType === undefined ? [] : [{ ResourceType, Tags: [...kept, ...added] }];
  });
  // Requests for spot instances are not made.
  return { TagSpecifications: merged.filter(({ ResourceType }) => ResourceType !== "spot-instances-request") };
}
