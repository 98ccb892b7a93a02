import { isNamed } from "../../../platform/aws-error.ts";
import { rootPrincipal, servicePrincipal } from "../../principal.ts";
import type { CallOptions, Place, ServiceHost } from "../../service.ts";
import { exportBucketNotFound, exportNotPermitted } from "../errors.ts";
import { groupArn } from "../groups/log-group.ts";

/** How exports call S3: as the region's CloudWatch Logs, on behalf of the group. The bucket's policy must allow it. */
export function exportCaller({ account, region }: Place, group: string): CallOptions {
  return {
    account,
    region,
    principal: servicePrincipal(`logs.${region}.amazonaws.com`, account),
    sourceArn: `${groupArn({ account, region }, group)}:*`,
    sourceAccount: account,
  };
}

/** Throws AWS's errors for a bucket that is not there or does not let CloudWatch Logs write. Leaves AWS's own test object. */
export async function checkExportBucket(host: ServiceHost, as: CallOptions, bucket: string): Promise<void> {
  const { account, region } = as;
  try {
    await host.call("s3", "HeadBucket", { Bucket: bucket }, { account, region, principal: rootPrincipal(account) });
  } catch (error) {
    if (isNamed(error, "InternalFailure")) throw error;
    throw exportBucketNotFound();
  }
  await allowed("GetBucketAcl", () => host.call("s3", "GetBucketAcl", { Bucket: bucket }, as));
  await allowed("PutObject", () =>
    host.call(
      "s3",
      "PutObject",
      {
        Bucket: bucket,
        Key: "aws-logs-write-test",
        Body: Buffer.from("Permission Check Successful"),
        ACL: "bucket-owner-full-control",
      },
      as,
    ),
  );
}

async function allowed(call: string, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (isNamed(error, "AccessDenied")) throw exportNotPermitted(call);
    throw error;
  }
}
