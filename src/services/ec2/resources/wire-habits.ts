import { AwsError } from "../../../platform/aws-error.ts";
import type { AuthErrors } from "../../signature/auth-errors.ts";
import type { WireHabits } from "../../wire-habits.ts";

const error = (status: number, code: string, message: string) => new AwsError(code, message, { status });

const notValidated = () => error(401, "AuthFailure", "AWS was not able to validate the provided access credentials");

/** Source: "Error codes for the Amazon EC2 API", "Common client errors". */
const authErrors: AuthErrors = {
  missingToken: () => error(403, "MissingAuthenticationToken", "Request is missing Authentication Token"),
  unknownKey: notValidated,
  invalidToken: notValidated,
  signatureMismatch: notValidated,
  invalidSignature: (details) => error(403, "SignatureDoesNotMatch", details),
  incomplete: (details) => error(400, "IncompleteSignature", details),
  expiredToken: () => error(400, "RequestExpired", "Request has expired."),
  clockSkew: () => error(400, "RequestExpired", "Request has expired."),
  unsupported: notValidated,
};

/** EC2 is older than what AWS's services have in common: it refuses callers in words of its own. */
export const wireHabits: WireHabits = {
  authErrors,
  reword: (refusal) =>
    refusal.code === "AccessDenied"
      ? error(403, "UnauthorizedOperation", `You are not authorized to perform this operation. ${refusal.message}`)
      : refusal,
};
