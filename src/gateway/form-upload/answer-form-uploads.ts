import { Readable } from "node:stream";
import { AwsError, fail } from "../../platform/aws-error.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import type { Random } from "../../platform/random.ts";
import { createContext, notBuilt, type OperationTable } from "../../services/operation-table.ts";
import { fromFormField } from "../../services/s3/objects/unicode-header.ts";
import { subResourceNames } from "../../wire/http/sub-resource.ts";
import type { RequestHead, ServiceCodec, Wire, WireResponse } from "../../wire/wire.ts";
import type { Authenticator } from "../authenticate.ts";
import { encodeFailure } from "../encode-failure.ts";
import type { HttpRequest } from "../http/http-request.ts";
import { identifyIfAny, type Target } from "../identify.ts";
import { createRequestId, withRequestId } from "../request-id.ts";
import { readFormSignature } from "./form-signature.ts";
import { readUploadForm, type UploadForm } from "./multipart-form.ts";
import { toFormResponse } from "./to-form-response.ts";
import { checkUploadPolicy, type UploadPolicy } from "./upload-policy.ts";

export interface FormUploadParts {
  readonly wire: Wire;
  readonly table: OperationTable;
  readonly authenticator: Authenticator;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/**
 * Answers forms with which a browser uploads a file to a bucket (S3's POST Object): the form becomes a PutObject, by whoever
 * signed its policy. All other requests pass. Source: "Browser-based uploads using POST".
 */
export function answerFormUploads(
  answer: (request: HttpRequest) => Promise<WireResponse>,
  parts: FormUploadParts,
): (request: HttpRequest) => Promise<WireResponse> {
  return async (request) => {
    if (request.method !== "POST" || !request.headers["content-type"]?.startsWith("multipart/form-data")) {
      return answer(request);
    }
    const target = identifyIfAny(parts.wire, request, undefined);
    if (target?.facts.name !== "s3" || request.headers.authorization !== undefined) return answer(request);
    if (!isBucketItself(request, target)) return answer(request);
    const requestId = createRequestId(target, parts.random.uuid(), parts.random);
    const codec = await parts.wire.codec("s3");
    const response = await upload(parts, request, target, codec, requestId).catch((error: unknown) => {
      if (!(error instanceof AwsError)) parts.log.error("a fault in a form upload", { error: String(error) });
      return encodeFailure(error, { request, target, codec, requestId, operationName: "PutObject" });
    });
    return withRequestId(response, target, requestId);
  };
}

/** A form goes to the bucket: an object or a sub-resource (`?delete`) takes none. */
function isBucketItself({ path, query }: HttpRequest, { bucket }: Target): boolean {
  if (query.some(([name]) => subResourceNames.has(name))) return false;
  return bucket === undefined ? /^\/[^/]+\/?$/.test(path) : path === "/";
}

async function upload(
  parts: FormUploadParts,
  request: HttpRequest,
  target: Target,
  codec: ServiceCodec,
  requestId: string,
): Promise<WireResponse> {
  const { table, authenticator, clock } = parts;
  const bucket = target.bucket ?? request.path.split("/", 2)[1] ?? "";
  const form = await readUploadForm(request.body.stream(), request.headers["content-type"] ?? "");
  const fields = new Map([...form.fields, ["bucket", bucket]]);
  const signature = readFormSignature(form.fields);
  const policy = form.fields.get("policy") ?? "";
  const caller = await authenticator.authenticateText(target, signature, policy);
  const limits = signature && checkUploadPolicy(policy, fields, clock.machineMs());
  const head = toPutRequest(form, bucket);
  const routed = codec.route(target.protocol, head, undefined, undefined);
  // A field may say what a header would, but not make the upload something else.
  if (routed.name !== "PutObject") throw notOfForms(routed.name);
  const operation = table.find("s3", routed.name) ?? fail(notBuilt("s3", routed.name));
  const input = codec.decode(routed, head, Readable.from(limited(form.file, limits), { objectMode: false }));
  const endpoint = `http://${request.headers.host}`;
  const context = createContext(table, operation.service, {
    account: caller.principal.account,
    region: signature?.region || target.region,
    principal: caller.principal,
    requestId,
    request: {
      method: "POST",
      headers: { ...head.headers, host: request.headers.host ?? "" },
      sourceIp: request.sourceIp,
      endpoint,
      signature,
      trailers: () => ({}),
    },
    signal: request.signal,
  });
  await table.access(operation, input, context);
  const output = await operation.run(input, context);
  const response = codec.encode(routed, output, requestId);
  Object.assign(response.headers, context.responseHeaders);
  return toFormResponse(response, form.fields, { bucket, key: String(input.Key), endpoint });
}

/** The PUT that says what the form says. Throws for a form without a key. */
function toPutRequest({ fields, fileName, fileType }: UploadForm, bucket: string): RequestHead {
  const key = fields.get("key")?.replace(/\$\{filename\}/g, () => fileName);
  if (!key) {
    const message =
      "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.";
    throw new AwsError("InvalidArgument", message, { status: 400, fields: { ArgumentName: "key", ArgumentValue: "" } });
  }
  if (fields.has("tagging")) {
    throw new AwsError("NotImplemented", "Squall does not support the form field tagging.", { status: 501 });
  }
  const headers: Record<string, string> = fileType === undefined ? {} : { "content-type": fileType };
  for (const [name, value] of fields) if (isHeader.test(name)) headers[name] = fromFormField(name, value);
  const acl = fields.get("acl");
  if (acl !== undefined) headers["x-amz-acl"] = acl;
  const path = `/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
  return { method: "PUT", path, query: [], headers };
}

function notOfForms(operation: string): AwsError {
  return new AwsError("InvalidArgument", `A form cannot ask for ${operation}.`, { status: 400 });
}

const isHeader =
  /^(?:cache-control|content-(?:type|disposition|encoding)|expires|x-amz-(?!algorithm$|credential$|date$|signature$|security-token$).*)$/;

/** The file, with the policy's range of lengths kept. */
async function* limited(file: AsyncGenerator<Buffer>, policy: UploadPolicy | undefined): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of file) {
    bytes += chunk.length;
    if (policy && bytes > policy.mostBytes)
      throw outOfRange("EntityTooLarge", "exceeds the maximum", bytes, policy.mostBytes);
    if (chunk.length > 0) yield chunk;
  }
  if (policy && bytes < policy.leastBytes) {
    throw outOfRange("EntityTooSmall", "is smaller than the minimum", bytes, policy.leastBytes);
  }
}

function outOfRange(code: string, relation: string, bytes: number, limit: number): AwsError {
  const name = code === "EntityTooLarge" ? "MaxSizeAllowed" : "MinSizeAllowed";
  return new AwsError(code, `Your proposed upload ${relation} allowed size`, {
    status: 400,
    fields: { ProposedSize: String(bytes), [name]: String(limit) },
  });
}
