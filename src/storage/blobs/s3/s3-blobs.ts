import type { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListObjectsV2Command,
  type MultipartUpload,
  PutObjectCommand,
  S3Client,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { BufferGarbage } from "../../../platform/buffer-garbage.ts";
import type { Clock } from "../../../platform/clock.ts";
import type { Log } from "../../../platform/log.ts";
import { alphabets, type Random } from "../../../platform/random.ts";
import { UnusableStorageError } from "../../unusable-storage-error.ts";
import { type Blob, BlobNotFoundError, type BlobStore } from "../blob-store.ts";
import { claimPrefix } from "./claim-prefix.ts";
import { explain, toBlobError } from "./s3-errors.ts";
import type { S3Location } from "./s3-location.ts";
import { readS3 } from "./s3-read.ts";
import { S3Upload, type UploadParts } from "./s3-upload.ts";
import { storeTimeMs } from "./store-time.ts";
import { UploadPlaces } from "./upload-places.ts";

export interface S3BlobsOptions {
  readonly location: S3Location;
  /** Whose blobs they are: an id of the database that names them, the same at every start and on every node. */
  readonly owner: string;
  readonly random: Random;
  readonly clock: Clock;
  readonly log: Log;
  /** The most that the store copies in one request, in bytes. AWS's limit is 5 GiB. */
  readonly copyBytes?: number;
}

/** Uploads in parts at a time. Each has at most two parts in memory: 240 MiB in all. */
const uploadPlaces = 24;
/** Connections that are kept; a reader that is slow holds one for as long. */
const mostConnections = 256;
const connectMs = 5_000;
/** Until an answer begins. A part of 5 MiB is sent in this time, too. */
const answerMs = 60_000;
const mostTries = 5;
/** Parts that never became a blob: their node has died, or could not reach the store. No upload takes so long. */
const abandonedMs = 24 * 60 * 60 * 1000;
/**
 * A store gives what was uploaded in parts the time at which the upload began. One that took longer than this is copied, which makes
 * it young: its row is still to come, and the sweep goes by the time.
 */
const oldUploadMs = 60 * 60 * 1000;
/** AWS's limit of one DeleteObjects. */
const deletedAtOnce = 1_000;

/**
 * Blobs as objects of a bucket, which any number of nodes share. Throws UnusableStorageError if the store cannot be reached, or not
 * with these credentials, or has no such bucket, or the prefix is another database's.
 */
export async function openS3Blobs(options: S3BlobsOptions): Promise<BlobStore> {
  const blobs = new S3Blobs(options);
  try {
    await blobs.check();
    await blobs.claim(options);
  } catch (error) {
    await blobs.close();
    throw error instanceof UnusableStorageError ? error : explain(error, options.location);
  }
  await blobs.abortAbandoned().catch((error: unknown) => {
    options.log.warn("uploads of blobs that never ended could not be aborted", { error: String(error) });
  });
  return blobs;
}

class S3Blobs implements BlobStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #random: Random;
  readonly #clock: Clock;
  readonly #copyBytes: number;
  readonly #uploads: UploadParts;

  constructor({ location, random, clock, copyBytes = 5 * 1024 ** 3 }: S3BlobsOptions) {
    this.#client = createClient(location);
    this.#bucket = location.bucket;
    this.#prefix = location.prefix;
    this.#random = random;
    this.#clock = clock;
    this.#copyBytes = copyBytes;
    this.#uploads = {
      client: this.#client,
      bucket: this.#bucket,
      places: new UploadPlaces(uploadPlaces),
      garbage: new BufferGarbage(),
    };
  }

  /** Tries what will be needed: listing, writing, deleting. */
  async check(): Promise<void> {
    const Bucket = this.#bucket;
    const Key = this.#keyOf(this.#draw());
    await this.#client.send(new ListObjectsV2Command({ Bucket, Prefix: this.#prefix, MaxKeys: 1 }));
    await this.#client.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.alloc(0) }));
    await this.#deleteKeys([Key]);
  }

  async claim({ location, owner }: S3BlobsOptions): Promise<void> {
    await claimPrefix(this.#client, location, owner);
  }

  async write(source: AsyncIterable<Uint8Array>): Promise<Blob> {
    const name = this.#draw();
    const upload = new S3Upload(this.#uploads, this.#keyOf(name));
    const beganMs = this.#clock.monotonicMs();
    try {
      for await (const chunk of source) {
        const full = upload.append(chunk);
        if (full) await full;
      }
      const sizeBytes = await upload.finish();
      return this.#clock.monotonicMs() - beganMs < oldUploadMs ? { name, sizeBytes } : await this.#renew(name);
    } catch (error) {
      await upload.discard();
      throw toBlobError(error);
    }
  }

  /** The store copies by itself: no byte comes here. */
  async copy(name: string): Promise<Blob> {
    const from = this.#find(name);
    const copy = this.#draw();
    try {
      const { ContentLength = 0 } = await this.#client.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: from }));
      await this.#copyObject(from, this.#keyOf(copy), ContentLength);
      return { name: copy, sizeBytes: ContentLength };
    } catch (error) {
      throw toBlobError(error, name);
    }
  }

  async read(name: string, range = { start: 0, end: Number.MAX_SAFE_INTEGER }): Promise<Readable> {
    const key = this.#find(name);
    return readS3({ client: this.#client, clock: this.#clock, bucket: this.#bucket, key, name }, range);
  }

  async readAll(name: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of await this.read(name)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  async delete(names: readonly string[]): Promise<void> {
    const keys = names.filter(isName).map((name) => this.#keyOf(name));
    for (let start = 0; start < keys.length; start += deletedAtOnce) {
      await this.#deleteKeys(keys.slice(start, start + deletedAtOnce));
    }
  }

  /** Age is by the store's own clock, which also gave the objects their times: that of no node has a part in it. */
  async *list(ageMs: number): AsyncIterable<string> {
    let token: string | undefined;
    do {
      const command = new ListObjectsV2Command({
        Bucket: this.#bucket,
        Prefix: this.#prefix,
        ContinuationToken: token,
      });
      const time = storeTimeMs(command);
      const { Contents = [], NextContinuationToken } = await this.#client.send(command).catch((error: unknown) => {
        throw toBlobError(error);
      });
      const nowMs = time() ?? this.#clock.machineMs();
      for (const { Key = "", LastModified } of Contents) {
        const name = Key.slice(this.#prefix.length);
        // The answer's time has whole seconds: one just written must not seem to come from the future.
        const writtenMs = Math.floor((LastModified?.getTime() ?? nowMs) / 1000) * 1000;
        // What is no blob's name is not ours.
        if (isName(name) && nowMs - writtenMs >= ageMs) yield name;
      }
      token = NextContinuationToken;
    } while (token !== undefined);
  }

  async reset(): Promise<void> {
    await this.#abort(() => true);
    let names: string[] = [];
    for await (const name of this.list(Number.NEGATIVE_INFINITY)) {
      names.push(name);
      if (names.length < deletedAtOnce) continue;
      await this.delete(names);
      names = [];
    }
    await this.delete(names);
  }

  /** Other nodes may be uploading at this moment: only what is too old to be one of theirs goes. */
  async abortAbandoned(): Promise<void> {
    await this.#abort(({ Initiated }, nowMs) => nowMs - (Initiated?.getTime() ?? nowMs) >= abandonedMs);
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }

  async #abort(isWanted: (upload: MultipartUpload, nowMs: number) => boolean): Promise<void> {
    const Bucket = this.#bucket;
    let marker: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | undefined = {};
    while (marker) {
      const page: ListMultipartUploadsCommandOutput = await this.#client.send(
        new ListMultipartUploadsCommand({ Bucket, Prefix: this.#prefix, ...marker }),
      );
      for (const upload of page.Uploads ?? []) {
        const { Key = "", UploadId } = upload;
        if (!isName(Key.slice(this.#prefix.length)) || !isWanted(upload, this.#clock.machineMs())) continue;
        await this.#client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
      }
      const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page;
      marker = page.IsTruncated ? { KeyMarker, UploadIdMarker } : undefined;
    }
  }

  async #renew(name: string): Promise<Blob> {
    const copy = await this.copy(name);
    await this.delete([name]);
    return copy;
  }

  async #copyObject(from: string, Key: string, sizeBytes: number): Promise<void> {
    const Bucket = this.#bucket;
    const CopySource = `${Bucket}/${encodeURIComponent(from)}`;
    if (sizeBytes <= this.#copyBytes) {
      await this.#client.send(new CopyObjectCommand({ Bucket, Key, CopySource }));
      return;
    }
    const { UploadId } = await this.#client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    try {
      const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
      for (let start = 0; start < sizeBytes; start += this.#copyBytes) {
        const last = Math.min(start + this.#copyBytes, sizeBytes) - 1;
        const PartNumber = Parts.length + 1;
        const CopySourceRange = `bytes=${start}-${last}`;
        const { CopyPartResult } = await this.#client.send(
          new UploadPartCopyCommand({ Bucket, Key, UploadId, PartNumber, CopySource, CopySourceRange }),
        );
        Parts.push({ PartNumber, ETag: CopyPartResult?.ETag });
      }
      await this.#client.send(
        new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
      );
    } catch (error) {
      await this.#client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(() => {});
      throw error;
    }
  }

  async #deleteKeys(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true };
    const { Errors = [] } = await this.#client
      .send(new DeleteObjectsCommand({ Bucket: this.#bucket, Delete }))
      .catch((error: unknown) => {
        throw toBlobError(error);
      });
    const failed = Errors.find(({ Code }) => Code !== "NoSuchKey");
    if (failed) {
      throw Object.assign(new Error(failed.Message ?? "the blob store does not delete"), {
        name: failed.Code ?? "Error",
        $metadata: { httpStatusCode: failed.Code === "AccessDenied" ? 403 : 500 },
      });
    }
  }

  #draw(): string {
    return this.#random.text(32, alphabets.hex);
  }

  #keyOf(name: string): string {
    return this.#prefix + name;
  }

  #find(name: string): string {
    if (!isName(name)) throw new BlobNotFoundError(name);
    return this.#keyOf(name);
  }
}

function createClient({ endpoint, region, pathStyle, credentials }: S3Location): S3Client {
  return new S3Client({
    endpoint,
    region,
    ...(credentials && { credentials }),
    forcePathStyle: pathStyle,
    maxAttempts: mostTries,
    // Not every store knows the checksums that AWS has added; the signature covers what is sent anyway.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: {
      connectionTimeout: connectMs,
      requestTimeout: answerMs,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: mostConnections },
      httpsAgent: { keepAlive: true, maxSockets: mostConnections },
    },
  });
}

function isName(name: string): boolean {
  return /^[0-9a-f]{32}$/.test(name);
}
