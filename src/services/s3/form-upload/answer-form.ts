import { Readable } from "node:stream";
import { AwsError } from "../../../platform/aws-error.ts";
import type { RequestHead } from "../../../platform/request-head.ts";
import type { ServiceHost } from "../../service.ts";
import type { SurfaceAnswer, SurfaceRequest } from "../../surface.ts";
import { fromFormField } from "../objects/unicode-header.ts";
import { checkFormFields, checkFormSignature } from "./check-form-signature.ts";
import { readFormSignature } from "./form-signature.ts";
import { toTaggingHeader } from "./form-tagging.ts";
import { readUploadForm, type UploadForm } from "./multipart-form.ts";
import { toFormAnswer } from "./to-form-answer.ts";
import { checkUploadPolicy, type UploadPolicy } from "./upload-policy.ts";

/** The form becomes a PutObject, by whoever signed its policy. Rejects with S3's errors. */
export async function answerForm(
  bucket: string,
  request: SurfaceRequest,
  { config, clock }: ServiceHost,
): Promise<SurfaceAnswer> {
  const form = await readUploadForm(request.stream(), request.headers["content-type"] ?? "");
  const signature = readFormSignature(form.fields);
  const policy = form.fields.get("policy") ?? "";
  if (signature) checkFormFields(form.fields, signature);
  if (signature && config.auth === "enforce") checkFormSignature(request.signedFor(), signature);
  const principal = await request.signerOf(signature, policy);
  const fields = new Map([...form.fields, ["bucket", bucket]]);
  const limits = signature && checkUploadPolicy(policy, fields, { key: keyOf(form), nowMs: clock.machineMs() });
  const answer = await request.callApi({
    head: toPutRequest(form, bucket),
    body: Readable.from(limited(form.file, limits), { objectMode: false }),
    // A field may say what a header would, but not make the upload something else.
    operation: "PutObject",
    principal,
    signature,
  });
  const endpoint = `${request.scheme}://${request.headers.host}`;
  const key = String(answer.input.Key);
  return { ...toFormAnswer(answer, form.fields, { bucket, key, endpoint }), input: answer.input };
}

function keyOf({ fields, fileName }: UploadForm): string | undefined {
  return fields.get("key")?.replace(/\$\{filename\}/g, (variable) => fileName ?? variable);
}

/** The PUT that says what the form says. Throws for a form without a key. */
function toPutRequest(form: UploadForm, bucket: string): RequestHead {
  const { fields, fileType } = form;
  const key = keyOf(form);
  if (!key) {
    const message =
      "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.";
    throw new AwsError("InvalidArgument", message, { status: 400, fields: { ArgumentName: "key", ArgumentValue: "" } });
  }
  const headers: Record<string, string> = fileType === undefined ? {} : { "content-type": fileType };
  for (const [name, value] of fields) if (isHeader.test(name)) headers[name] = fromFormField(name, value);
  const acl = fields.get("acl");
  if (acl !== undefined) headers["x-amz-acl"] = acl;
  const tagging = fields.get("tagging");
  if (tagging !== undefined) headers["x-amz-tagging"] = toTaggingHeader(tagging);
  const path = `/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
  return { method: "PUT", path, query: [], headers };
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
