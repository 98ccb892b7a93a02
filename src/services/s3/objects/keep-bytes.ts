import type { BlobStore } from "../../../storage/blobs/blob-store.ts";
import type { StoredObject } from "./stored-object.ts";

export interface KeptBytes extends Pick<StoredObject, "content" | "body"> {
  readonly sizeBytes: number;
}

/** Writes bytes to a blob, unless all of them are no more than `inRowBytes`: those are given back. None at all are nothing. */
export async function keepBytes(
  blobs: BlobStore,
  source: AsyncGenerator<Uint8Array>,
  inRowBytes: number,
): Promise<KeptBytes> {
  const first: Uint8Array[] = [];
  let firstBytes = 0;
  while (firstBytes <= inRowBytes) {
    const next = await source.next();
    if (next.done) return inRow(first);
    first.push(next.value);
    firstBytes += next.value.length;
  }
  const { name, sizeBytes } = await blobs.write(joined(first, source));
  return { sizeBytes, content: [{ blob: name, sizeBytes }], body: undefined };
}

function inRow(chunks: readonly Uint8Array[]): KeptBytes {
  const body = Buffer.concat(chunks);
  return { sizeBytes: body.length, content: [], body: body.length > 0 ? body : undefined };
}

async function* joined(first: readonly Uint8Array[], rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* first;
  yield* rest;
}
