import { AwsError } from "../../../platform/aws-error.ts";
import type { SignedFor } from "../../signature/form-facts.ts";
import { partsOf, type Signature, timestampMs } from "../../signature/signature.ts";
import { regionsWithV2 } from "../buckets/regions-with-v2.ts";
import { signatureNotSupported } from "../errors.ts";

/**
 * Refuses a browser's form whose signature is not of the form that S3 takes. How long it holds, its policy says.
 * Source: "Authenticating requests in browser-based uploads using POST (AWS Signature Version 4)".
 */
export function checkFormSignature(target: SignedFor, signature: Signature): void {
  const fields = signature.version === "v2" ? fieldsOfV2(signature) : fieldsOfV4(signature);
  for (const [name, value] of fields) {
    if (value !== "") continue;
    const message = `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`;
    throw invalidArgument(message, name, "");
  }
  if (signature.version !== "v2") checkScope(target, signature);
  else if (!regionsWithV2.has(target.region)) throw signatureNotSupported();
}

function fieldsOfV4({ credential, timestamp, signature }: Signature): readonly (readonly [string, string])[] {
  return [
    ["X-Amz-Credential", credential],
    ["X-Amz-Date", timestamp],
    ["X-Amz-Signature", signature],
  ];
}

function fieldsOfV2({ accessKeyId, signature }: Signature): readonly (readonly [string, string])[] {
  return [
    ["AWSAccessKeyId", accessKeyId],
    ["Signature", signature],
  ];
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
