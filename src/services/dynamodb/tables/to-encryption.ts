import type { SSESpecification } from "@aws-sdk/client-dynamodb";
import { formatArn, partitionOf } from "../../../platform/arn.ts";
import { notSupported, parameterInvalid } from "../errors.ts";
import type { DynamoDbContext } from "../operation.ts";
import type { Encryption } from "./table.ts";

/** The key of KMS that a table is to be encrypted by: DynamoDB's own in the account, since no other can be had. Throws ValidationException. */
export async function toEncryption(
  given: SSESpecification | undefined,
  { account, region }: DynamoDbContext,
): Promise<Encryption | undefined> {
  if (!given) return undefined;
  const { Enabled = false, SSEType: type, KMSMasterKeyId: key } = given;
  if (!Enabled) {
    if (type !== undefined || key !== undefined)
      throw parameterInvalid("SSEType and KMSMasterKeyId cannot be specified when SSE is disabled");
    return undefined;
  }
  if (type === "AES256") throw parameterInvalid("AES256 is not supported as SSEType");
  if (key !== undefined && !/(?:^|:)alias\/aws\/dynamodb$/.test(key))
    throw notSupported("encryption by a key of one's own: there is no KMS yet");
  const resource = "alias/aws/dynamodb";
  return { keyArn: formatArn({ partition: partitionOf(region), service: "kms", region, account, resource }) };
}
