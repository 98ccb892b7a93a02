import type { S3Context } from "../operation.ts";
import type { StoredObject } from "./stored-object.ts";

/** Of what GetObject and HeadObject tell beside the object: the parts that the caller may know. */
export interface VisibleParts {
  /** How many there are. */
  readonly tags: boolean;
  readonly retention: boolean;
  readonly legalHold: boolean;
}

interface Named {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string | undefined;
}

/** Whether the object has anything that not everybody may know who may read it. Most have not, and nobody need be asked. */
export function hasHideableParts({ tags, attributes }: StoredObject): boolean {
  if (attributes.lock) return true;
  for (const _name in tags) return true;
  return false;
}

/**
 * S3 leaves out what the caller may not ask for by itself, and says nothing of it. Source: "GetObject", response elements: the lock's mode and
 * date need `s3:GetObjectRetention`, the legal hold `s3:GetObjectLegalHold`, the number of tags "the relevant permission to read object tags".
 */
export async function visiblePartsOf(
  context: S3Context,
  { tags, attributes: { lock } }: StoredObject,
  { Bucket, Key, VersionId }: Named,
): Promise<VisibleParts> {
  const may = async (operation: string) =>
    (await context.refusalOf(operation, { Bucket, Key, VersionId })) === undefined;
  return {
    tags: Object.keys(tags).length > 0 && (await may("GetObjectTagging")),
    retention: lock?.mode !== undefined && (await may("GetObjectRetention")),
    legalHold: lock?.legalHold !== undefined && (await may("GetObjectLegalHold")),
  };
}

/** Of an object without any of them. */
export const noHiddenParts: VisibleParts = { tags: true, retention: true, legalHold: true };
