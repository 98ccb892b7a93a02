import { AwsError } from "../../../platform/aws-error.ts";
import type { SignedFor } from "../../signature/form-facts.ts";
import { partsOf, type Signature, timestampMs } from "../../signature/signature.ts";
import { regionsWithV2 } from "../buckets/regions-with-v2.ts";
import { accessDenied, signatureNotSupported } from "../errors.ts";

/**
 * Throws AccessDenied for a policy that nobody signed, and InvalidArgument for the first field of a signature that is missing. A form is made by a program and
 * sent as it is: it must be whole in `open` mode, too. Source: recorded answers.
 */
export function checkFormFields(fields: ReadonlyMap<string, string>, { version }: Signature): void {
  const names = version === "v2" ? fieldsOfV2 : fieldsOfV4;
  if (names.every((name) => !fields.has(name.toLowerCase()))) throw accessDenied();
  for (const name of names) {
    if (fields.get(name.toLowerCase())) continue;
    const message = `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`;
    throw invalidArgument(message, name, "");
  }
}

const fieldsOfV4 = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature"];
const fieldsOfV2 = ["AWSAccessKeyId", "Signature"];

/**
 * Refuses a browser's form whose signature is not of the form that S3 takes. How long it holds, its policy says.
 * Source: "Authenticating requests in browser-based uploads using POST (AWS Signature Version 4)".
 */
export function checkFormSignature(target: SignedFor, signature: Signature): void {
  if (signature.version !== "v2") checkScope(target, signature);
  else if (!regionsWithV2.has(target.region)) throw signatureNotSupported();
}

function checkScope({ hostRegion, facts }: SignedFor, signature: Signature): void {
  const { credential, date, region, service, terminator, timestamp } = signature;
  const refuse = (fault: string) => {
    const message = `Error parsing the X-Amz-Credential parameter; ${fault}`;
    throw new AwsError("AuthorizationQueryParametersError", message, { status: 400 });
  };
  if (partsOf(credential) !== 5) {
    refuse('the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".');
  }
  if (Number.isNaN(timestampMs(timestamp))) {
    throw invalidArgument(
      `X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`,
      "X-Amz-Date",
      timestamp,
    );
  }
  if (region === "" || (hostRegion !== undefined && region !== hostRegion)) {
    refuse(`the region '${region}' is wrong; expecting '${hostRegion ?? "us-east-1"}'`);
  }
  if (!facts.signingNames.includes(service)) {
    refuse(`incorrect service "${service}". This endpoint belongs to "${facts.signingNames[0]}".`);
  }
  if (terminator !== "aws4_request") {
    refuse(`incorrect terminal "${terminator}". This endpoint uses "aws4_request".`);
  }
  const day = timestamp.slice(0, 8);
  if (date !== day) {
    refuse(`Invalid credential date "${date}". This date is not the same as X-Amz-Date: "${day}".`);
  }
}

function invalidArgument(message: string, ArgumentName: string, ArgumentValue: string): AwsError {
  return new AwsError("InvalidArgument", message, { status: 400, fields: { ArgumentName, ArgumentValue } });
}
