import type { ObjectCannedACL } from "@aws-sdk/client-s3";
import type { ActionCall } from "./action-call.ts";

/** Bytes as they are. Source: "S3". */
export async function putObject({ host, as, text, output }: ActionCall): Promise<void> {
  const ACL = (text("cannedAcl") || undefined) as ObjectCannedACL | undefined;
  await host.call("s3", "PutObject", { Bucket: text("bucketName"), Key: text("key"), Body: output, ACL }, as);
}
