import { toHostId } from "../../../platform/host-id.ts";
import type { AnsweredRequest } from "../../service.ts";
import type { Bucket } from "../buckets/bucket.ts";
import { canonicalUserId } from "../buckets/owner.ts";
import { urlEncodeKey } from "../objects/url-encode.ts";

/** One line of an access log. Source: "Amazon S3 server access log format". */
export function toLogLine(bucket: Bucket, answered: AnsweredRequest, nowMs: number): string {
  const { input, principal, headers, status } = answered;
  const key = typeof input.Key === "string" ? urlEncodeKey(input.Key) : undefined;
  const version = typeof input.VersionId === "string" ? input.VersionId : undefined;
  const isRoot = principal?.kind === "root";
  const requester =
    !principal || principal.kind === "anonymous"
      ? undefined
      : isRoot
        ? canonicalUserId(principal.account)
        : principal.arn;
  const fields = [
    canonicalUserId(bucket.account),
    bucket.name,
    `[${toLogTime(nowMs)}]`,
    answered.sourceIp,
    plain(requester),
    answered.requestId,
    toLogOperation(answered.method, answered.operation, key !== undefined),
    key,
    quoted(`${answered.method} ${answered.uri} HTTP/1.1`),
    status,
    answered.errorCode,
    answered.bytesSent || undefined,
    undefined,
    Math.round(answered.totalMs),
    undefined,
    quoted(headers.referer),
    quoted(headers["user-agent"]),
    plain(version),
    toHostId(answered.requestId),
    headers.authorization === undefined ? undefined : "SigV4",
    undefined,
    headers.authorization === undefined ? undefined : "AuthHeader",
    plain(headers.host),
    undefined,
    undefined,
    undefined,
  ];
  return `${fields.map((field) => field ?? "-").join(" ")}\n`;
}

/** `REST.GET.OBJECT`, `REST.PUT.VERSIONING`: what is dealt with is in the operation's name, but for the plain ones. */
export function toLogOperation(method: string, operation: string, hasKey: boolean): string {
  if (operation === "Website") return `WEBSITE.${method}.OBJECT`;
  const [, , subject = ""] = /^(Get|Put|Delete|List|Head|Create)(?:Bucket|Object)([A-Z]\w*)?$/.exec(operation) ?? [];
  const plain = hasKey ? "OBJECT" : "BUCKET";
  const named = resources[operation] ?? subject.replace(/Configurations?$/, "").toUpperCase();
  return `REST.${method}.${named || plain}`;
}

const resources: Readonly<Record<string, string>> = {
  GetObjectTagging: "OBJECT_TAGGING",
  PutObjectTagging: "OBJECT_TAGGING",
  DeleteObjectTagging: "OBJECT_TAGGING",
  GetObjectAttributes: "OBJECT_ATTRIBUTES",
  ListObjects: "BUCKET",
  ListObjectsV2: "BUCKET",
  ListObjectVersions: "BUCKETVERSIONS",
  DeleteObjects: "MULTI_OBJECT_DELETE",
  CreateMultipartUpload: "UPLOADS",
  ListMultipartUploads: "UPLOADS",
  UploadPart: "PART",
  UploadPartCopy: "PART",
  CompleteMultipartUpload: "UPLOAD",
  AbortMultipartUpload: "UPLOAD",
  ListParts: "UPLOAD",
  GetBucketLogging: "LOGGING_STATUS",
  PutBucketLogging: "LOGGING_STATUS",
};

/** `06/Feb/2019:00:00:38 +0000` */
function toLogTime(nowMs: number): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(nowMs).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

/** What the client has written, between quotes: without what would end them or the line. */
function quoted(text: string | undefined): string {
  return text === undefined ? '"-"' : `"${percentEncoded(text, /[^\x20-\x7e]|"/gu)}"`;
}

/** The same for a field without quotes, which a space would end. */
function plain(text: string | undefined): string | undefined {
  return text === undefined ? undefined : percentEncoded(text, /[^\x21-\x7e]|"/gu);
}

function percentEncoded(text: string, characters: RegExp): string {
  return text.replace(characters, (character) =>
    Buffer.from(character).toString("hex").toUpperCase().replace(/../g, "%$&"),
  );
}
