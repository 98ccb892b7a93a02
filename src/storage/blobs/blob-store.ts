import type { Readable } from "node:stream";

/**
 * Bytes that are too many for a row: function code, object bodies, log chunks. A blob is immutable and randomly named. It is
 * written first and named by a row second, so a crash between the two leaves an orphan, which is harmless and swept.
 */
export interface BlobStore {
  /** Durable when fulfilled. On failure nothing of it remains. Never holds more than a few chunks in memory. */
  write(source: AsyncIterable<Uint8Array>): Promise<Blob>;
  /** Joins blobs into a new one in order, durable when fulfilled (S3 multipart uploads). The parts stay. */
  concat(names: readonly string[]): Promise<Blob>;
  /** `range` is in bytes, `end` exclusive. Rejects with `BlobNotFoundError` if there is none. */
  read(name: string, range?: { start: number; end: number }): Promise<Readable>;
  /** The whole blob in memory: for small ones. */
  readAll(name: string): Promise<Buffer>;
  /** A path other processes of this machine can read, as long as the blob is not deleted. */
  path(name: string): Promise<string>;
  /** Deleting one that is gone succeeds. */
  delete(name: string): Promise<void>;
  /** All names older than `ageMs`, for the sweeper. */
  list(ageMs: number): AsyncIterable<string>;
  reset(): Promise<void>;
}

export interface Blob {
  readonly name: string;
  readonly sizeBytes: number;
}

/** Thrown for a name that no blob has. */
export class BlobNotFoundError extends Error {
  readonly blob: string;

  constructor(blob: string) {
    super(`there is no blob ${blob}`);
    this.name = "BlobNotFoundError";
    this.blob = blob;
  }
}
