import { AwsError } from "../platform/aws-error.ts";
import type { AuthErrors } from "../services/signature/auth-errors.ts";
import type { Target } from "./identify.ts";

/** As the family of its protocol words it, where a service has no words of its own. */
export function authErrorsOf({ habits, protocol }: Pick<Target, "habits" | "protocol">): AuthErrors {
  if (habits.authErrors) return habits.authErrors;
  if (protocol === "awsQuery" || protocol === "ec2Query") return queryErrors;
  return protocol === "restJson1" || protocol === "restXml" ? restErrors : jsonErrors;
}

const error = (status: number, code: string, message: string, fields?: Readonly<Record<string, unknown>>) =>
  new AwsError(code, message, { status, fields });

const mismatch =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
const invalidToken = "The security token included in the request is invalid.";
const unsupported = "Unsupported AWS 'algorithm': use AWS4-HMAC-SHA256.";

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
