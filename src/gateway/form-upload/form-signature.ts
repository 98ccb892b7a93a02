import { type Signature, signatureOfScope } from "../signature/signature.ts";

/** Whose form it is, as its fields say; undefined for a form without a policy, which anybody may send. */
export function readFormSignature(fields: ReadonlyMap<string, string>): Signature | undefined {
  if (!fields.has("policy")) return undefined;
  return signatureOfScope(fields.get("x-amz-credential") ?? fields.get("awsaccesskeyid") ?? "", {
    version: fields.has("x-amz-credential") ? "v4" : "v2",
    signature: fields.get("x-amz-signature") ?? fields.get("signature") ?? "",
    sessionToken: fields.get("x-amz-security-token"),
    timestamp: fields.get("x-amz-date") ?? "",
  });
}
