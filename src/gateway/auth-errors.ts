import { AwsError } from "../platform/aws-error.ts";
import type { Protocol } from "../wire/wire.ts";

/** How AWS refuses a caller, which each family of services words in its own way. Source: "Common errors" of their API references. */
export interface AuthErrors {
  readonly missingToken: () => AwsError;
  readonly unknownKey: (accessKeyId: string) => AwsError;
  readonly signatureMismatch: (stringToSign: string) => AwsError;
  readonly expiredToken: () => AwsError;
  readonly clockSkew: (details: string) => AwsError;
  readonly unsupported: () => AwsError;
}

export function authErrorsOf(service: string, protocol: Protocol): AuthErrors {
  if (service === "s3") return s3Errors;
  if (protocol === "ec2Query") return ec2Errors;
  return protocol === "awsQuery" ? queryErrors : jsonErrors;
}

const error = (status: number, code: string, message: string, fields?: Readonly<Record<string, unknown>>) =>
  new AwsError(code, message, { status, fields });

const mismatch =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
const invalidToken = "The security token included in the request is invalid.";

const s3Errors: AuthErrors = {
  missingToken: () => error(403, "AccessDenied", "Access Denied"),
  unknownKey: (AWSAccessKeyId) =>
    error(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", {
      AWSAccessKeyId,
    }),
  signatureMismatch: (StringToSign) =>
    error(
      403,
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
      { StringToSign },
    ),
  expiredToken: () => error(400, "ExpiredToken", "The provided token has expired."),
  clockSkew: () =>
    error(403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large."),
  unsupported: () =>
    error(
      400,
      "InvalidRequest",
      "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    ),
};

const ec2Errors: AuthErrors = {
  missingToken: () => error(403, "MissingAuthenticationToken", "Request is missing Authentication Token"),
  unknownKey: () => error(401, "AuthFailure", "AWS was not able to validate the provided access credentials"),
  signatureMismatch: () => error(401, "AuthFailure", "AWS was not able to validate the provided access credentials"),
  expiredToken: () => error(400, "RequestExpired", "Request has expired."),
  clockSkew: () => error(400, "RequestExpired", "Request has expired."),
  unsupported: () => error(401, "AuthFailure", "AWS was not able to validate the provided access credentials"),
};

const queryErrors: AuthErrors = {
  missingToken: () => error(403, "MissingAuthenticationToken", "Request is missing Authentication Token"),
  unknownKey: () => error(403, "InvalidClientTokenId", invalidToken),
  signatureMismatch: () => error(403, "SignatureDoesNotMatch", mismatch),
  expiredToken: () => error(403, "ExpiredToken", "The security token included in the request is expired"),
  clockSkew: (details) => error(403, "SignatureDoesNotMatch", details),
  unsupported: () => error(403, "IncompleteSignature", "Unsupported signature version: use AWS4-HMAC-SHA256."),
};

const jsonErrors: AuthErrors = {
  missingToken: () => error(403, "MissingAuthenticationTokenException", "Missing Authentication Token"),
  unknownKey: () => error(403, "UnrecognizedClientException", invalidToken),
  signatureMismatch: () => error(403, "InvalidSignatureException", mismatch),
  expiredToken: () => error(403, "ExpiredTokenException", "The security token included in the request is expired"),
  clockSkew: (details) => error(403, "InvalidSignatureException", details),
  unsupported: () => error(403, "IncompleteSignatureException", "Unsupported signature version: use AWS4-HMAC-SHA256."),
};
