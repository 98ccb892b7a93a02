import { AwsError } from "../../../platform/aws-error.ts";
import type { CallOptions } from "../../service.ts";

/** Calls S3, and once more in the bucket's own region where that is another than the table's: imports and exports go across regions. */
export async function inBucketsRegion<T>(as: CallOptions, call: (as: CallOptions) => Promise<T>): Promise<T> {
  try {
    return await call(as);
  } catch (error) {
    const region = regionTold(error);
    if (region === undefined) throw error;
    return call({ ...as, region });
  }
}

/** PermanentRedirect names the endpoint that is meant: `bucket.s3.eu-west-1.amazonaws.com`. */
function regionTold(error: unknown): string | undefined {
  if (!(error instanceof AwsError) || error.code !== "PermanentRedirect") return undefined;
  return /\bs3[.-]([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(String(error.fields?.Endpoint))?.[1];
}
