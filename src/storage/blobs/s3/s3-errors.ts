import { AwsError } from "../../../platform/aws-error.ts";
import { StorageFullError } from "../../storage-full-error.ts";
import { UnusableStorageError } from "../../unusable-storage-error.ts";
import { BlobNotFoundError } from "../blob-store.ts";
import type { S3Location } from "./s3-location.ts";

/** What the SDK throws: a store's answer, or what happened instead of one. */
interface Failure {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** The store does not answer, or only with faults of its own, also after the tries: it passes, and clients try again. */
class BlobStoreUnavailableError extends AwsError {
  constructor(cause: unknown) {
    super("ServiceUnavailable", "Service is unable to handle request: its blob store does not answer.", {
      status: 503,
    });
    this.cause = cause;
  }
}

/** What a call to the store failed with, as the port says it. `blob` is the name that was asked for, if one was. */
export function toBlobError(error: unknown, blob?: string): unknown {
  if (blob !== undefined && isNotFound(error)) return new BlobNotFoundError(blob);
  if (isFull(error)) return new StorageFullError(error);
  return isOutage(error) ? new BlobStoreUnavailableError(error) : error;
}

/** A blob, not the bucket, is not there. */
export function isNotFound(error: unknown): boolean {
  const { name } = (error ?? {}) as Failure;
  return name === "NoSuchKey" || name === "NotFound";
}

export function isNamed(error: unknown, name: string): boolean {
  return ((error ?? {}) as Failure).name === name;
}

/** MinIO and Ceph have codes of their own for a full disk and a used up quota, others the status. */
function isFull(error: unknown): boolean {
  const { name = "", $metadata } = (error ?? {}) as Failure;
  return $metadata?.httpStatusCode === 507 || /^(?:XMinioStorageFull|QuotaExceeded)/.test(name);
}

/** A fault of the store or of the way to it. */
export function isOutage(error: unknown): boolean {
  const { name = "", code = "", $metadata } = (error ?? {}) as Failure;
  const status = $metadata?.httpStatusCode;
  if (status !== undefined && status >= 300) return status >= 500 || status === 429;
  return name === "TimeoutError" || name === "AbortError" || /^(?:E[A-Z_]{3,}|ERR_STREAM_PREMATURE_CLOSE)$/.test(code);
}

/** Why the store can't be used, and what helps, for whoever starts the server. No secret is in it. */
export function explain(error: unknown, { bucket, endpoint, region }: S3Location): UnusableStorageError {
  const { name = "", code = "", message = "", $metadata } = (error ?? {}) as Failure;
  const status = $metadata?.httpStatusCode;
  const text = (what: string, help: string) => new UnusableStorageError(`the blob store ${endpoint} ${what}: ${help}.`);
  if (name === "NoSuchBucket" || (name === "NotFound" && status === 404)) {
    return text(`has no bucket ${bucket}`, "create it, or name another with --blobs");
  }
  if (name === "CredentialsProviderError") {
    return text(
      "needs credentials",
      "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write them into the URL: s3://ACCESS_KEY:SECRET_KEY@BUCKET",
    );
  }
  if (name === "PermanentRedirect" || name === "AuthorizationHeaderMalformed" || status === 301) {
    return text(`has ${bucket} in another region than ${region}`, "give its region with --blobs s3://…?region=REGION");
  }
  if (name === "RequestTimeTooSkewed") return text("has another time than this machine", "set the clocks right");
  if (status === 401 || status === 403) {
    return text(
      `refuses the credentials for bucket ${bucket} (${name})`,
      "check the keys, and that they may list, read, write and delete there",
    );
  }
  if (isOutage(error)) {
    return text(`cannot be reached (${code || status || name})`, "start it, or correct endpoint= in --blobs");
  }
  return text(`answers with ${name}`, message.split("\n")[0] ?? "");
}
