import { Readable } from "node:stream";
import type { Log } from "../../../platform/log.ts";
import type { BlobStore } from "../../../storage/blobs/blob-store.ts";
import { decrypted } from "../encryption/customer-cipher.ts";
import type { ContentPart, StoredObject } from "./stored-object.ts";

/** A range of an object in bytes, `end` exclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads the bytes of objects and deletes those that no row names any more. A body that is being read is deleted only
 * afterwards: a large object consists of many blobs, which are opened one after the other. The assumption is that one process
 * serves a data directory.
 */
export class Bodies {
  readonly #blobs: BlobStore;
  readonly #log: Log;
  /** Readers by blob. */
  readonly #readers = new Map<string, number>();
  /** Unread blobs to delete when their last reader leaves. */
  readonly #doomed = new Set<string>();
  /** Between looking up a row and reading what it names. */
  readonly #entering = new Set<Promise<void>>();
  readonly #deleting = new Set<Promise<void>>();

  constructor(blobs: BlobStore, log: Log) {
    this.#blobs = blobs;
    this.#log = log;
  }

  /** Runs `find`, which reads a row, and holds the blobs named in it until `release` is called. */
  async hold<T>(
    find: () => Promise<T>,
    contentOf: (found: T) => readonly ContentPart[],
  ): Promise<{ found: T; release: () => void }> {
    const { promise, resolve: leave } = Promise.withResolvers<void>();
    this.#entering.add(promise);
    try {
      const found = await find();
      return { found, release: this.#keep(contentOf(found)) };
    } finally {
      this.#entering.delete(promise);
      leave();
    }
  }

  /**
   * The bytes of a held object, with the customer's key that they were encrypted with. Those that came with the row are given as they are: a stream of
   * one piece takes longer to make and to send than everything else that a small object's GET does.
   */
  async open(
    { content, body }: Pick<StoredObject, "content" | "body">,
    range: ByteRange,
    customerKey?: Buffer,
  ): Promise<Readable | Uint8Array> {
    if (body) return body.subarray(range.start, range.end);
    const pieces = piecesOf(content, range);
    const [only] = pieces;
    if (!only) return nothing;
    if (pieces.length === 1 && !customerKey) return this.#blobs.read(only.blob, only.range);
    return Readable.from(this.#readAll(pieces, customerKey), { objectMode: false });
  }

  /** Deletes blobs whose rows are gone, now or when nobody reads them any more. Does not wait for it. */
  discard(blobs: readonly string[]): void {
    if (blobs.length === 0) return;
    const deletion = this.#discard(blobs).finally(() => this.#deleting.delete(deletion));
    this.#deleting.add(deletion);
  }

  /** Fulfilled when all deletions asked for are done, but for those that wait for a reader. */
  async idle(): Promise<void> {
    await Promise.all(this.#deleting);
  }

  #keep(content: readonly ContentPart[]): () => void {
    const blobs = content.map(({ blob }) => blob);
    for (const blob of blobs) this.#readers.set(blob, (this.#readers.get(blob) ?? 0) + 1);
    let released = false;
    return () => {
      if (released) return;
      released = true;
      for (const blob of blobs) this.#leave(blob);
    };
  }

  #leave(blob: string): void {
    const left = (this.#readers.get(blob) ?? 1) - 1;
    if (left > 0) {
      this.#readers.set(blob, left);
      return;
    }
    this.#readers.delete(blob);
    if (this.#doomed.delete(blob)) this.discard([blob]);
  }

  async #discard(blobs: readonly string[]): Promise<void> {
    // Whoever is looking up a row just now may have seen the old one: he either holds its blobs afterwards or does not need them.
    await Promise.all(this.#entering);
    for (const blob of blobs) if (this.#readers.has(blob)) this.#doomed.add(blob);
    await this.#delete(blobs.filter((blob) => !this.#readers.has(blob)));
  }

  async #delete(blobs: readonly string[]): Promise<void> {
    try {
      await this.#blobs.delete(blobs);
    } catch (error) {
      this.#log.warn("blobs could not be deleted", { count: blobs.length, first: blobs[0], error: String(error) });
    }
  }

  async *#readAll(pieces: readonly Piece[], key: Buffer | undefined): AsyncGenerator<Uint8Array> {
    for (const { blob, range, iv } of pieces) {
      const bytes = await this.#blobs.read(blob, range);
      if (key && iv !== undefined) yield* decrypted(bytes, key, Buffer.from(iv, "base64"), range?.start ?? 0);
      else yield* bytes;
    }
  }
}

const nothing = new Uint8Array(0);

interface Piece {
  readonly blob: string;
  readonly range: ByteRange | undefined;
  readonly iv: string | undefined;
}

/** The blobs that a range of the whole touches, each with its own range (undefined for all of it). */
function piecesOf(content: readonly ContentPart[], { start, end }: ByteRange): Piece[] {
  const pieces: Piece[] = [];
  let offset = 0;
  for (const { blob, sizeBytes, iv } of content) {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, sizeBytes);
    if (from < to) {
      pieces.push({ blob, iv, range: from === 0 && to === sizeBytes ? undefined : { start: from, end: to } });
    }
    offset += sizeBytes;
  }
  return pieces;
}
