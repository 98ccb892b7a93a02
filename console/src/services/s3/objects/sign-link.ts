import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

export interface LinkTarget {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

/** A link that the browser itself can open: for pictures, and to save large objects without holding them in memory. */
export function signLink(
  client: S3Client,
  { bucket, key, versionId }: LinkTarget,
  use: "open" | "download",
  expiresIn = linkSeconds,
): Promise<string> {
  const name = key.split("/").at(-1) ?? key;
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
  return getSignedUrl(
    client,
    new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      VersionId: versionId,
      ...(use === "download" && { ResponseContentDisposition: disposition }),
    }),
    { expiresIn },
  );
}

const linkSeconds = 300;

export async function downloadObject(client: S3Client, target: LinkTarget): Promise<void> {
  const link = document.createElement("a");
  link.href = await signLink(client, target, "download");
  link.download = "";
  link.click();
}

export async function openObject(client: S3Client, target: LinkTarget): Promise<void> {
  // Opened before the signature is made: a browser lets only a click open a window.
  const opened = window.open("about:blank", "_blank");
  // An object may be anybody's page: it learns nothing of the one that opened it.
  if (opened) opened.opener = null;
  try {
    const address = await signLink(client, target, "open");
    if (opened) opened.location.href = address;
  } catch (error) {
    opened?.close();
    throw error;
  }
}
