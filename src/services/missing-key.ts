import { partitionOf } from "../platform/arn.ts";
import type { Place } from "./service.ts";

/**
 * Why a key of KMS cannot be used, in KMS's words; undefined if it can. Squall has no KMS, and so no keys but those that AWS manages for a service
 * (`alias/aws/sqs`): any other is one that does not exist. Services take a key's name as it is, and ask KMS when they have something to encrypt.
 */
export function missingKey(key: string | undefined, managed: string, { account, region }: Place): string | undefined {
  const at = `arn:${partitionOf(region)}:kms:${region}:${account}`;
  if (key === undefined || key === managed || key === `${at}:${managed}`) return undefined;
  if (key.startsWith("alias/")) return `Alias ${at}:${key} is not found.`;
  return `Key '${key.startsWith("arn:") ? key : `${at}:key/${key}`}' does not exist`;
}
