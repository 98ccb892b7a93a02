import type { Tag } from "@aws-sdk/client-s3";
import type { ServiceHost } from "../../service.ts";
import { bucketKey } from "../buckets/bucket.ts";
import { bucketNames, namesKey } from "../buckets/bucket-names.ts";
import { lookUp } from "../objects/find-version.ts";

type Conditions = Record<string, readonly string[]>;
type Input = Readonly<Record<string, unknown>>;

/** `s3:RequestObjectTag/KEY` and `s3:RequestObjectTagKeys`: the tags that a request brings. Source: "Tagging and access control policies". */
export function requestedTagConditions({ Tagging: tagging }: Input): Conditions {
  const tags =
    typeof tagging === "string"
      ? [...new URLSearchParams(tagging)]
      : ((tagging as { readonly TagSet?: readonly Tag[] } | undefined)?.TagSet ?? []).map(toPair);
  if (tags.length === 0) return {};
  const conditions: Conditions = { "s3:requestobjecttagkeys": tags.map(([key]) => key) };
  for (const [key, value] of tags) conditions[`s3:requestobjecttag/${key.toLowerCase()}`] = [value];
  return conditions;
}

/** `s3:ExistingObjectTag/KEY`, of the operations for which AWS has it. */
export async function existingTagConditions(operation: string, input: Input, host: ServiceHost): Promise<Conditions> {
  const { Bucket: name, Key, VersionId } = input;
  if (!withExistingTags.has(operation) || typeof name !== "string" || typeof Key !== "string") return {};
  const bucket = await host.storage.partition(namesKey).read((tx) => bucketNames.find(tx, name));
  if (!bucket) return {};
  const version = typeof VersionId === "string" ? VersionId : undefined;
  const found = await host.storage.partition(bucketKey(bucket)).read((tx) => lookUp(tx, { Key, VersionId: version }));
  const conditions: Conditions = {};
  for (const [key, value] of Object.entries(found?.object.tags ?? {})) {
    conditions[`s3:existingobjecttag/${key.toLowerCase()}`] = [value];
  }
  return conditions;
}

const withExistingTags: ReadonlySet<string> = new Set([
  "GetObject",
  "HeadObject",
  "GetObjectAcl",
  "PutObjectAcl",
  "GetObjectTagging",
  "PutObjectTagging",
  "DeleteObjectTagging",
]);

function toPair({ Key = "", Value = "" }: Tag): [string, string] {
  return [Key, Value];
}
