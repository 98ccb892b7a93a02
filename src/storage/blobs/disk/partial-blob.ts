import { closeSync, fsync, openSync, renameSync, writeFileSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { promisify } from "node:util";
import type { BufferGarbage } from "../../../platform/buffer-garbage.ts";
import type { Blob } from "../blob-store.ts";
import type { BlobPlace } from "./blob-places.ts";

/** Bytes gathered before they are written, and the largest blob that is written in one go. */
const gatheredBytes = 256 * 1024;
/** After so many bytes the disk is waited for, so that a large blob does not fill the machine's memory with unwritten pages. */
const syncedBytes = 64 * 1024 * 1024;

const syncDescriptor = promisify(fsync);

/** A blob being written. It has its name only when all of it is on the disk. */
export class PartialBlob {
  readonly #place: BlobPlace;
  readonly #durable: boolean;
  readonly #garbage: BufferGarbage;
  #gathered: Uint8Array[] = [];
  #gatheredBytes = 0;
  #unsyncedBytes = 0;
  #sizeBytes = 0;
  #file: FileHandle | undefined;
  /** One write is under way while the next is gathered. */
  #writing: Promise<void> | undefined;

  constructor(place: BlobPlace, durable: boolean, garbage: BufferGarbage) {
    this.#place = place;
    this.#durable = durable;
    this.#garbage = garbage;
  }

  /** Undefined unless the caller must wait before it gives more. */
  append(chunk: Uint8Array): Promise<void> | undefined {
    this.#gathered.push(chunk);
    this.#gatheredBytes += chunk.byteLength;
    this.#sizeBytes += chunk.byteLength;
    return this.#gatheredBytes > gatheredBytes ? this.#flush() : undefined;
  }

  /** The whole blob, if it has no more than so many bytes: it is then to be kept elsewhere. */
  take(mostBytes: number): Uint8Array | undefined {
    if (this.#sizeBytes > mostBytes) return undefined;
    return this.#gathered.length === 1 ? this.#gathered[0] : Buffer.concat(this.#gathered);
  }

  async finish(): Promise<Blob> {
    if (!this.#file) await this.#writeSmall();
    else {
      await this.#flush();
      await this.#writing;
      if (this.#durable) await this.#file.sync();
      await this.#file.close();
      this.#file = undefined;
      await rename(this.#place.partialPath, this.#place.path);
    }
    await this.#place.directory.sync();
    return { name: this.#place.name, sizeBytes: this.#sizeBytes };
  }

  /** Leaves nothing, wherever it failed. */
  async discard(): Promise<void> {
    await this.#writing?.catch(() => {});
    await this.#file?.close();
    await rm(this.#place.partialPath, { force: true });
    await rm(this.#place.path, { force: true });
  }

  /**
   * The system calls that only touch the page cache are made at once: handing each to a thread takes longer than the call (measured
   * with 4 KiB: 7,000 blobs a second against 3,000). Only the wait for the disk is left to a thread.
   */
  async #writeSmall(): Promise<void> {
    const descriptor = openSync(this.#place.partialPath, "wx", 0o600);
    try {
      for (const chunk of this.#gathered) writeFileSync(descriptor, chunk);
      if (this.#durable) await syncDescriptor(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(this.#place.partialPath, this.#place.path);
  }

  async #flush(): Promise<void> {
    const chunks = this.#gathered;
    this.#gathered = [];
    this.#gatheredBytes = 0;
    await this.#writing;
    this.#file ??= await open(this.#place.partialPath, "wx", 0o600);
    this.#writing = this.#write(this.#file, chunks);
    // The next flush, or the end, reports it.
    this.#writing.catch(() => {});
  }

  async #write(file: FileHandle, chunks: readonly Uint8Array[]): Promise<void> {
    for (const chunk of chunks) {
      await file.writeFile(chunk);
      this.#garbage.add(chunk.byteLength);
      this.#unsyncedBytes += chunk.byteLength;
    }
    if (!this.#durable || this.#unsyncedBytes < syncedBytes) return;
    this.#unsyncedBytes = 0;
    await file.datasync();
  }
}
