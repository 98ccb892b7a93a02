import type { Readable } from "node:stream";
import { AwsError } from "../../../platform/aws-error.ts";
import type { OperationContext } from "../../service.ts";
import { invalidParameter, notSupported, unzippedTooLarge } from "../errors.ts";
import { limits } from "../limits.ts";

/** Where CreateFunction and UpdateFunctionCode say the package is. */
export interface CodeInput {
  readonly ZipFile?: Uint8Array;
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly S3ObjectVersion?: string;
  readonly ImageUri?: string;
  readonly SourceKMSKeyArn?: string;
}

export interface PackageBytes {
  readonly zip: Buffer;
  /** Whether it came in the request itself, where a smaller limit holds. */
  readonly direct: boolean;
}

/** The package's bytes, from the request or from S3. Throws AWS's errors. */
export async function readCode(input: CodeInput, context: OperationContext): Promise<PackageBytes> {
  if (input.ImageUri) throw notSupported("container images");
  if (input.SourceKMSKeyArn) throw notSupported("SourceKMSKeyArn");
  if (input.ZipFile) {
    if (input.S3Bucket || input.S3Key) {
      throw invalidParameter("Please do not provide other FunctionCode parameters when providing a ZipFile.");
    }
    const { buffer, byteOffset, byteLength } = input.ZipFile;
    return { zip: Buffer.from(buffer, byteOffset, byteLength), direct: true };
  }
  if (!input.S3Bucket || !input.S3Key) throw invalidParameter("Please provide a source for function code.");
  return { zip: await readObject(input.S3Bucket, input.S3Key, input.S3ObjectVersion, context), direct: false };
}

async function readObject(
  bucket: string,
  key: string,
  version: string | undefined,
  context: OperationContext,
): Promise<Buffer> {
  try {
    const found = await context.call("s3", "GetObject", { Bucket: bucket, Key: key, VersionId: version });
    return await collect(found.Body as Body, found.ContentLength);
  } catch (error) {
    // What is not the caller's fault is not said to be.
    if (!(error instanceof AwsError) || error.fault === "server" || error.code.startsWith("InvalidParameter"))
      throw error;
    throw invalidParameter(
      `Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`,
    );
  }
}

type Body = Readable | Uint8Array | string | undefined;

/** Into the one buffer it needs: joining the pieces of a large package at the end would hold everybody up. */
async function collect(body: Body, sizeBytes = 0): Promise<Buffer> {
  if (body === undefined || typeof body === "string" || body instanceof Uint8Array) return Buffer.from(body ?? "");
  // A package cannot be larger zipped than it may be unzipped.
  if (sizeBytes > limits.unzippedBytes) {
    body.destroy();
    throw unzippedTooLarge();
  }
  const zip = Buffer.allocUnsafeSlow(sizeBytes);
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) bytes += chunk.copy(zip, bytes);
  return zip.subarray(0, bytes);
}
