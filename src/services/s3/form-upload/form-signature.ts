import { type Signature, signatureOfForm } from "../../signature/signature.ts";

/** Whose form it is, as its fields say; undefined for a form without a policy, which anybody may send. */
export function readFormSignature(fields: ReadonlyMap<string, string>): Signature | undefined {
  if (!fields.has("policy")) return undefined;
  const isV2 = fields.has("awsaccesskeyid") || (fields.has("signature") && !fields.has("x-amz-credential"));
  const field = (name: string) => fields.get(name) ?? "";
  return signatureOfForm(field(isV2 ? "awsaccesskeyid" : "x-amz-credential"), {
    version: isV2 ? "v2" : field("x-amz-algorithm").startsWith("AWS4-ECDSA") ? "v4a" : "v4",
    signature: field(isV2 ? "signature" : "x-amz-signature"),
    sessionToken: fields.get("x-amz-security-token"),
    timestamp: field("x-amz-date"),
  });
}
