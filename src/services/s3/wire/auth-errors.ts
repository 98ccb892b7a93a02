import { AwsError } from "../../../platform/aws-error.ts";
import type { AuthErrors } from "../../signature/auth-errors.ts";
import { signatureNotSupported } from "../errors.ts";

/** How S3 refuses a caller. Source: "List of error codes", Amazon S3 API Reference. */
export const authErrors: AuthErrors = {
  missingToken: () => error(403, "AccessDenied", "Access Denied"),
  unknownKey: (AWSAccessKeyId) =>
    error(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", {
      AWSAccessKeyId,
    }),
  invalidToken: (token) =>
    error(400, "InvalidToken", "The provided token is malformed or otherwise invalid.", { "Token-0": token }),
  signatureMismatch: ({ accessKeyId, signature }, { stringToSign, canonicalRequest }) =>
    error(
      403,
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
      {
        AWSAccessKeyId: accessKeyId,
        StringToSign: stringToSign,
        SignatureProvided: signature,
        StringToSignBytes: hexBytes(stringToSign),
        ...(canonicalRequest !== undefined && {
          CanonicalRequest: canonicalRequest,
          CanonicalRequestBytes: hexBytes(canonicalRequest),
        }),
      },
    ),
  invalidSignature: (details) => error(403, "AccessDenied", details),
  incomplete: (details) => error(400, "AuthorizationHeaderMalformed", details),
  expiredToken: () => error(400, "ExpiredToken", "The provided token has expired."),
  clockSkew: () =>
    error(403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large."),
  unsupported: signatureNotSupported,
};

/** `61 62 63` */
function hexBytes(text: string): string {
  return Buffer.from(text)
    .toString("hex")
    .replace(/..(?=.)/g, "$& ");
}

const error = (status: number, code: string, message: string, fields?: Readonly<Record<string, unknown>>) =>
  new AwsError(code, message, { status, fields });
