import { type CustomerKeyInput, isSameKey, readCustomerKey } from "../encryption/customer-key.ts";
import { invalidRequest } from "../errors.ts";
import type { Upload } from "./upload-store.ts";

/** The customer's key to encrypt a part with; undefined where the upload began without one. Throws InvalidRequest and InvalidArgument. */
export function keyOfPart({ wanted: { encryption } }: Upload, input: CustomerKeyInput): Buffer | undefined {
  const given = readCustomerKey(input);
  if (encryption?.kind !== "customer" && !given) return undefined;
  // AWS says the same of a key that nobody asked for. Source: recorded answers.
  if (encryption?.kind !== "customer" || !given) {
    throw invalidRequest(
      "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.",
    );
  }
  if (isSameKey(encryption, given)) return given.key;
  throw invalidRequest("The provided encryption parameters did not match the ones used originally.");
}
