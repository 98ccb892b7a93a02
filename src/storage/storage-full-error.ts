import { AwsError } from "../platform/aws-error.ts";

/**
 * Nothing can be stored: the disk is full. It goes on the wire as the error that AWS's services have in common for a fault that passes.
 * Source: "Common error types".
 */
export class StorageFullError extends AwsError {
  constructor(cause?: unknown) {
    super("ServiceUnavailable", "Service is unable to handle request: its disk is full.", { status: 503 });
    this.cause = cause;
  }
}

/** What an engine or the file system throws, as `StorageFullError` where it means that. */
export function toStorageError(error: unknown): unknown {
  return error instanceof StorageFullError || !isStorageFull(error) ? error : new StorageFullError(error);
}

/** The system's ENOSPC and EDQUOT, SQLite's FULL and its failures to make its shared memory or WAL longer, PostgreSQL's disk_full. */
export function isStorageFull(error: unknown): boolean {
  if (error instanceof StorageFullError) return true;
  const { code, errcode } = (error ?? {}) as { readonly code?: unknown; readonly errcode?: unknown };
  if (code === "ERR_SQLITE_ERROR") return errcode === sqliteFull || errcode === sqliteShmSize;
  return code === "ENOSPC" || code === "EDQUOT" || code === "53100";
}

const sqliteFull = 13;
const sqliteShmSize = 4874;
