import { parseArn } from "../../../platform/arn.ts";
import { fail } from "../../../platform/aws-error.ts";
import type { Place } from "../../service.ts";
import { type Tags, withoutTags } from "../../tags.ts";
import { invalidParameter, resourceNotFound, tooManyTags } from "../errors.ts";
import { groupNameOf } from "../groups/log-group.ts";
import { limits } from "../limits.ts";
import type { RecordKind } from "../records/record-store.ts";

export function addTags(tags: Tags, added: Tags): { tags: Tags } {
  const result = { ...tags, ...added };
  if (Object.keys(result).length > limits.tagsPerGroup) throw tooManyTags(limits.tagsPerGroup);
  return { tags: result };
}

export function removeTags(tags: Tags, keys: readonly string[]): { tags: Tags } {
  return { tags: withoutTags(tags, keys) };
}

/** What of the things that can be tagged an ARN names. */
export type Tagged =
  | { readonly kind: "group"; readonly name: string }
  | { readonly kind: TaggedRecordKind; readonly name: string };

export type TaggedRecordKind = Extract<
  RecordKind,
  "logs.deliveries" | "logs.delivery-destinations" | "logs.delivery-sources"
>;

/** Throws InvalidParameterException for what is no ARN, ResourceNotFoundException for one of another place. */
export function taggedOf(resourceArn: string, at: Place): Tagged {
  const arn = parseArn(resourceArn);
  if (!arn) throw invalidParameter(`The resource ARN ${resourceArn} is not valid.`);
  const [, type = "", name = ""] = /^(delivery(?:-source|-destination)?):([^:]+)$/.exec(arn.resource) ?? [];
  const kind = recordKinds.get(type);
  if (kind === undefined) return { kind: "group", name: groupNameOf(resourceArn, at) ?? fail(resourceNotFound()) };
  const isHere = arn.service === "logs" && arn.account === at.account && arn.region === at.region;
  return isHere ? { kind, name } : fail(resourceNotFound());
}

const recordKinds: ReadonlyMap<string, TaggedRecordKind> = new Map([
  ["delivery", "logs.deliveries"],
  ["delivery-destination", "logs.delivery-destinations"],
  ["delivery-source", "logs.delivery-sources"],
]);
