import type { Readable } from "node:stream";

/**
 * Bytes that are too many for a row: function code, object bodies, log chunks. A blob is immutable and randomly named. It is
 * written first and named by a row second, so a crash between the two leaves an orphan, which is harmless and swept.
 */
export interface BlobStore {
  /** Durable when fulfilled. On failure nothing of it remains. Never holds more than a few chunks in memory. */
  write(source: AsyncIterable<Uint8Array>): Promise<Blob>;
  /**
   * The same bytes under a name of their own, durable when fulfilled, and as young as if they had been written now. Rejects with
   * `BlobNotFoundError` if there are none.
   */
  copy(name: string): Promise<Blob>;
  /** `range` is in bytes, `end` exclusive. Rejects with `BlobNotFoundError` if there is none. */
  read(name: string, range?: { start: number; end: number }): Promise<Readable>;
  /** The whole blob in memory: for small ones. */
  readAll(name: string): Promise<Buffer>;
  /** Deleting one that is gone succeeds. */
  delete(names: readonly string[]): Promise<void>;
  /** All names older than `ageMs`, for the sweeper. */
  list(ageMs: number): AsyncIterable<string>;
  reset(): Promise<void>;
  /** Connections, if there are any, are given up. */
  close(): Promise<void>;
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
