import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { BufferGarbage } from "../../../platform/buffer-garbage.ts";
import { isNamed } from "./s3-errors.ts";
import type { UploadPlaces } from "./upload-places.ts";

/** The smallest part that S3 takes: 10,000 of them are 48 GiB, and no body that Squall takes is longer than 5. */
export const partBytes = 5 * 1024 * 1024;
/** What may be gathered without a place: most blobs are shorter, and never wait for long ones. */
const placelessBytes = 256 * 1024;

export interface UploadParts {
  readonly client: S3Client;
  readonly bucket: string;
  readonly places: UploadPlaces;
  readonly garbage: BufferGarbage;
}

/**
 * A blob on its way to the store: in one request if it is no longer than a part, else in parts, of which one is sent while the next
 * is gathered. A part is kept until the store has it, so that it can be sent again.
 */
export class S3Upload {
  readonly #parts: UploadParts;
  readonly #key: string;
  readonly #sent: { readonly PartNumber: number; readonly ETag: string | undefined }[] = [];
  #gathered: Uint8Array[] = [];
  #gatheredBytes = 0;
  #sizeBytes = 0;
  #hasPlace = false;
  #uploadId: string | undefined;
  #sending: Promise<void> | undefined;

  constructor(parts: UploadParts, key: string) {
    this.#parts = parts;
    this.#key = key;
  }

  /** Undefined unless the caller must wait before it gives more. */
  append(chunk: Uint8Array): Promise<void> | undefined {
    this.#gathered.push(chunk);
    this.#gatheredBytes += chunk.byteLength;
    this.#sizeBytes += chunk.byteLength;
    if (this.#gatheredBytes >= partBytes) return this.#flush();
    return this.#gatheredBytes > placelessBytes && !this.#hasPlace ? this.#enter() : undefined;
  }

  /** Gives the size in bytes. */
  async finish(): Promise<number> {
    if (this.#uploadId === undefined) await this.#put(this.#takeGathered());
    else {
      if (this.#gatheredBytes > 0) await this.#flush();
      await this.#sending;
      await this.#complete(this.#uploadId);
    }
    this.#leave();
    return this.#sizeBytes;
  }

  /** Leaves nothing, wherever it failed, unless the store is gone: parts without an end are aborted at a later start. */
  async discard(): Promise<void> {
    await this.#sending?.catch(() => {});
    this.#leave();
    const { client, bucket: Bucket } = this.#parts;
    if (this.#uploadId === undefined) return;
    await client
      .send(new AbortMultipartUploadCommand({ Bucket, Key: this.#key, UploadId: this.#uploadId }))
      .catch(() => {});
  }

  async #enter(): Promise<void> {
    await this.#parts.places.enter();
    this.#hasPlace = true;
  }

  #leave(): void {
    if (this.#hasPlace) this.#parts.places.leave();
    this.#hasPlace = false;
  }

  #takeGathered(): Buffer {
    const bytes = this.#gathered.length === 1 ? this.#gathered[0] : undefined;
    const joined = bytes
      ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      : Buffer.concat(this.#gathered, this.#gatheredBytes);
    this.#parts.garbage.add(bytes ? joined.byteLength : 2 * joined.byteLength);
    this.#gathered = [];
    this.#gatheredBytes = 0;
    return joined;
  }

  async #put(Body: Buffer): Promise<void> {
    const { client, bucket: Bucket } = this.#parts;
    await client.send(new PutObjectCommand({ Bucket, Key: this.#key, Body }));
  }

  async #flush(): Promise<void> {
    if (!this.#hasPlace) await this.#enter();
    const { client, bucket: Bucket } = this.#parts;
    const Key = this.#key;
    await this.#sending;
    this.#uploadId ??= (await client.send(new CreateMultipartUploadCommand({ Bucket, Key }))).UploadId;
    this.#sending = this.#send(this.#takeGathered());
    // The next flush, or the end, reports it.
    this.#sending.catch(() => {});
  }

  async #send(Body: Buffer): Promise<void> {
    const { client, bucket: Bucket } = this.#parts;
    const PartNumber = this.#sent.length + 1;
    const { ETag } = await client.send(
      new UploadPartCommand({ Bucket, Key: this.#key, UploadId: this.#uploadId, PartNumber, Body }),
    );
    this.#sent.push({ PartNumber, ETag });
  }

  async #complete(UploadId: string): Promise<void> {
    const { client, bucket: Bucket } = this.#parts;
    const Key = this.#key;
    try {
      await client.send(
        new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: this.#sent } }),
      );
    } catch (error) {
      // The answer to the first try was lost: the upload is gone because it is complete.
      if (!isNamed(error, "NoSuchUpload") || !(await this.#isThere())) throw error;
    }
  }

  async #isThere(): Promise<boolean> {
    const { client, bucket: Bucket } = this.#parts;
    const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket, Key: this.#key }));
    return ContentLength === this.#sizeBytes;
  }
}
