import type { LoggingEnabled } from "@aws-sdk/client-s3";

/** Where a bucket's access log goes, as PutBucketLogging has it; JSON in storage. */
export interface LoggingSettings
  extends Pick<LoggingEnabled, "TargetBucket" | "TargetPrefix" | "TargetGrants" | "TargetObjectKeyFormat"> {
  readonly TargetBucket: string;
  readonly TargetPrefix: string;
}
