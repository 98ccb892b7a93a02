import { invalidArgument } from "../errors.ts";

/** `bucket/key` or `/bucket/key`, or a URL that leads there by its path, percent-encoded, perhaps with `?versionId=…`. Throws InvalidArgument. */
export function parseCopySource(text: string): { Bucket: string; Key: string; VersionId: string | undefined } {
  const [path = "", VersionId] = text.split(/\?versionId=/);
  const decoded = decode(path.replace(/^https?:\/\/[^/]*/, "")).replace(/^\//, "");
  const slash = decoded.indexOf("/");
  if (slash < 1 || slash === decoded.length - 1) {
    // AWS gives the header's name as its value.
    throw invalidArgument("Invalid copy source object key", "x-amz-copy-source", "x-amz-copy-source");
  }
  return { Bucket: decoded.slice(0, slash), Key: decoded.slice(slash + 1), VersionId };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path.replace(/\+/g, "%20"));
  } catch {
    throw invalidArgument("Invalid copy source encoding", "x-amz-copy-source", path);
  }
}
