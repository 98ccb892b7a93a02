import { AwsError } from "../../../platform/aws-error.ts";
import { toHostId } from "../../../platform/host-id.ts";
import type { RequestHead } from "../../../platform/request-head.ts";
import type { WireHabits } from "../../wire-habits.ts";
import { checkBodyDigests } from "../checksums/check-body-digests.ts";
import { fromQueryText } from "../objects/unicode-header.ts";
import { authErrors } from "./auth-errors.ts";
import { checkSignatureForm } from "./check-form.ts";
import { memberMissing } from "./member-missing.ts";
import { createRequestId } from "./request-id.ts";
import { textsOfV2 } from "./signature-v2.ts";
import { checkTakesVersion, findSubResource, methodNotAllowed, subResourceOf } from "./sub-resource.ts";

/** S3 is older than the conventions of AWS's other services. */
export const wireHabits: WireHabits = {
  requestIds: {
    create: createRequestId,
    headers: (requestId) => ({
      "x-amz-request-id": requestId,
      "x-amz-id-2": toHostId(requestId),
      Server: "AmazonS3",
      // S3 says nothing of the connection, unlike AWS's other services.
      Connection: "",
    }),
  },
  faultCode: "InternalError",
  reword,
  authErrors,
  checkSignatureForm,
  // A bucket's policy may let anybody in.
  mayBeUnsigned: () => true,
  signsPathAsSent: true,
  textsOfV2,
  bodies: {
    // CompleteMultipartUpload's checksum headers are about the object, not about its body.
    checkDigests: ({ query }, body, headers) => {
      if (!query.some(([name]) => name === "uploadId")) checkBodyDigests(body, headers);
    },
    wrongHash,
  },
  hoisted: (parameter, value) => {
    const header = parameter.toLowerCase();
    return hoisted.test(header) ? [header, fromQueryText(header, value)] : undefined;
  },
  virtualHosts: {
    isLabel: (label) => label === "s3" || /^s3-(?:[a-z]{2}-|accelerate)/.test(label),
    regionOf: (label) => label.slice("s3-".length),
  },
  takesTheRest: true,
  concernsOnly,
  rest: {
    paths: { member: "Bucket", choose: findSubResource, choiceOf: subResourceOf, checkFound: checkTakesVersion },
    // With a method that S3 has elsewhere.
    unknownPath: ({ method }) => methodNotAllowed(method, "SERVICE", new Set(["GET"])),
    memberMissing,
    errorFields: (requestId) => ({ HostId: toHostId(requestId) }),
  },
};

function reword(error: AwsError): AwsError {
  // Tools that read every setting of a bucket go on at this code, and only at this one.
  if (error.code === "InternalFailure" && error.status === 501) {
    return new AwsError("NotImplemented", error.message, { status: 501 });
  }
  if (error.code !== "ServiceUnavailable") return error;
  return new AwsError("SlowDown", "Please reduce your request rate.", { status: 503 });
}

function wrongHash(announced: string, computed: string): AwsError {
  return new AwsError(
    "XAmzContentSHA256Mismatch",
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    { status: 400, fields: { ClientComputedContentSHA256: announced, S3ComputedContentSHA256: computed } },
  );
}

/**
 * A presigned URL may carry in its query what would otherwise be headers (`x-amz-acl`, `x-amz-meta-…`, `If-None-Match`). Checksums are left out: a presigner computes
 * them of a body that is not there yet. Source: "Authenticating Requests: Using Query Parameters", x-amz-* headers.
 */
const hoisted =
  /^if-(?:none-)?match$|^x-amz-(?!(?:algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256|user-agent|sdk-checksum-algorithm|checksum-(?!mode$).*|trailer)$)/;

/** A copy reads any bucket that the caller may, which is every one in `open` mode; `key` is what of the path follows the bucket. */
function concernsOnly({ method, headers, query }: RequestHead, bucket: string, key: string): boolean {
  const source = headers["x-amz-copy-source"] ?? query.find(([name]) => /^x-amz-copy-source$/i.test(name))?.[1];
  if (source !== undefined && !source.replace(/^\//, "").startsWith(`${bucket}/`)) return false;
  // Of the bucket itself: its list, forms that upload into it, and the deletion of many of its objects.
  return key !== "" || ["GET", "HEAD", "POST", "OPTIONS"].includes(method);
}
