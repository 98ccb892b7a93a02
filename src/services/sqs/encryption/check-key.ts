import { partitionOf } from "../../../platform/arn.ts";
import { kmsNotFound } from "../errors.ts";
import type { KnownQueue } from "../queues/queue-directory.ts";

/**
 * Whether the key of KMS that a queue's messages are to be encrypted by can be used: AWS asks KMS at each send and receive, not when the attribute is
 * set. Squall has no KMS, and so no keys but the one that AWS manages for SQS: any other is one that does not exist. Throws KmsNotFound. Source:
 * "Encryption at rest in Amazon SQS".
 */
export function checkKey({ account, region, attributes }: KnownQueue): void {
  const key = attributes.KmsMasterKeyId;
  if (key === undefined || key === managed) return;
  const at = `arn:${partitionOf(region)}:kms:${region}:${account}`;
  if (key === `${at}:${managed}`) return;
  if (key.startsWith("alias/")) throw kmsNotFound(`Alias ${at}:${key} is not found.`);
  throw kmsNotFound(`Key '${key.startsWith("arn:") ? key : `${at}:key/${key}`}' does not exist`);
}

const managed = "alias/aws/sqs";
