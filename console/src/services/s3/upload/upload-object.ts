import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";

export interface ObjectUpload {
  readonly bucket: string;
  readonly key: string;
  readonly file: File;
  readonly contentType: string;
  /** Of the user's; sent as x-amz-meta-…. */
  readonly metadata: Readonly<Record<string, string>>;
  /** As a query string. */
  readonly tagging: string | undefined;
}

/** What is sent at once in one request; above it, in parts. */
const wholeBytes = 16 * 1024 * 1024;
const leastPartBytes = 8 * 1024 * 1024;
const mostParts = 10_000;
const partsAtOnce = 3;

/** Sends a file, a large one in parts, so that no more of it is in memory than is being sent. */
export async function uploadObject(
  client: S3Client,
  upload: ObjectUpload,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<void> {
  const { bucket: Bucket, key: Key, file, contentType: ContentType, metadata: Metadata, tagging: Tagging } = upload;
  const target = { Bucket, Key };
  const properties = { ...target, ContentType, Metadata: { ...Metadata }, Tagging };
  if (file.size <= wholeBytes) {
    await client.send(new PutObjectCommand({ ...properties, Body: await bytesOf(file) }), { abortSignal: signal });
    onSent(file.size);
    return;
  }
  // S3 takes no checksums of parts for an upload that asked for none.
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ ...properties, ChecksumAlgorithm: "CRC32" }),
    { abortSignal: signal },
  );
  try {
    const Parts = await sendParts(client, { ...target, UploadId }, file, signal, onSent);
    await client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }), {
      abortSignal: signal,
    });
  } catch (error) {
    // Parts of an upload that nobody finishes would be kept.
    await client.send(new AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => undefined);
    throw error;
  }
}

interface Destination {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string | undefined;
}

async function sendParts(
  client: S3Client,
  destination: Destination,
  file: File,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<CompletedPart[]> {
  const partBytes = Math.max(leastPartBytes, Math.ceil(file.size / mostParts));
  const count = Math.ceil(file.size / partBytes);
  const parts: CompletedPart[] = [];
  let next = 1;
  let sent = 0;
  const sendNext = async (): Promise<void> => {
    while (next <= count) {
      const PartNumber = next++;
      const content = file.slice((PartNumber - 1) * partBytes, PartNumber * partBytes);
      const part = await client.send(
        new UploadPartCommand({ ...destination, PartNumber, Body: await bytesOf(content) }),
        { abortSignal: signal },
      );
      parts[PartNumber - 1] = { PartNumber, ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32 };
      sent += content.size;
      onSent(sent);
    }
  };
  await Promise.all(Array.from({ length: Math.min(partsAtOnce, count) }, sendNext));
  return parts;
}

async function bytesOf(content: Blob): Promise<Uint8Array> {
  return new Uint8Array(await content.arrayBuffer());
}
