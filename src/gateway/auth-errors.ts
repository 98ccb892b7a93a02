import { AwsError } from "../platform/aws-error.ts";
import { signatureNotSupported } from "../services/s3/errors.ts";
import type { Protocol } from "../wire/wire.ts";
import type { SignedText } from "./signature/canonical-request.ts";
import type { Signature } from "./signature/signature.ts";

/** How AWS refuses a caller, which each family of services words in its own way. Source: "Common errors" of their API references. */
export interface AuthErrors {
  readonly missingToken: () => AwsError;
  readonly unknownKey: (accessKeyId: string) => AwsError;
  readonly invalidToken: (sessionToken: string) => AwsError;
  readonly signatureMismatch: (signature: Signature, expected: SignedText) => AwsError;
  /** What is wrong with a signature that nobody had to verify: its scope, what it does not cover. */
  readonly invalidSignature: (details: string) => AwsError;
  /** What is missing. */
  readonly incomplete: (details: string) => AwsError;
  readonly expiredToken: () => AwsError;
  readonly clockSkew: (details: string) => AwsError;
  readonly unsupported: () => AwsError;
}

export function authErrorsOf(service: string, protocol: Protocol): AuthErrors {
  if (service === "s3") return s3Errors;
  if (protocol === "ec2Query") return ec2Errors;
  if (protocol === "awsQuery") return queryErrors;
  return protocol === "restJson1" || protocol === "restXml" ? restErrors : jsonErrors;
}

const error = (status: number, code: string, message: string, fields?: Readonly<Record<string, unknown>>) =>
  new AwsError(code, message, { status, fields });

const mismatch =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
const invalidToken = "The security token included in the request is invalid.";
const unsupported = "Unsupported AWS 'algorithm': use AWS4-HMAC-SHA256.";

const s3Errors: AuthErrors = {
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

const notValidated = "AWS was not able to validate the provided access credentials";

const ec2Errors: AuthErrors = {
  missingToken: () => error(403, "MissingAuthenticationToken", "Request is missing Authentication Token"),
  unknownKey: () => error(401, "AuthFailure", notValidated),
  invalidToken: () => error(401, "AuthFailure", notValidated),
  signatureMismatch: () => error(401, "AuthFailure", notValidated),
  invalidSignature: (details) => error(403, "SignatureDoesNotMatch", details),
  incomplete: (details) => error(400, "IncompleteSignature", details),
  expiredToken: () => error(400, "RequestExpired", "Request has expired."),
  clockSkew: () => error(400, "RequestExpired", "Request has expired."),
  unsupported: () => error(401, "AuthFailure", notValidated),
};

const queryErrors: AuthErrors = {
  missingToken: () => error(403, "MissingAuthenticationToken", "Request is missing Authentication Token"),
  unknownKey: () => error(403, "InvalidClientTokenId", invalidToken),
  invalidToken: () => error(403, "InvalidClientTokenId", invalidToken),
  signatureMismatch: () => error(403, "SignatureDoesNotMatch", mismatch),
  invalidSignature: (details) => error(403, "SignatureDoesNotMatch", details),
  incomplete: (details) => error(400, "IncompleteSignature", details),
  expiredToken: () => error(403, "ExpiredToken", "The security token included in the request is expired"),
  clockSkew: (details) => error(403, "SignatureDoesNotMatch", details),
  unsupported: () => error(400, "IncompleteSignature", unsupported),
};

const restErrors = jsonErrorsWith(403, "Missing Authentication Token");
/** The protocols whose every error of the client's is a 400. */
const jsonErrors = jsonErrorsWith(400, "Request is missing Authentication Token");

function jsonErrorsWith(status: number, missing: string): AuthErrors {
  return {
    missingToken: () => error(status, "MissingAuthenticationTokenException", missing),
    unknownKey: () => error(status, "UnrecognizedClientException", invalidToken),
    invalidToken: () => error(status, "UnrecognizedClientException", invalidToken),
    signatureMismatch: () => error(status, "InvalidSignatureException", mismatch),
    invalidSignature: (details) => error(status, "InvalidSignatureException", details),
    incomplete: (details) => error(status, "IncompleteSignatureException", details),
    expiredToken: () => error(status, "ExpiredTokenException", "The security token included in the request is expired"),
    clockSkew: (details) => error(status, "InvalidSignatureException", details),
    unsupported: () => error(status, "IncompleteSignatureException", unsupported),
  };
}
