import { invalidParameterValue } from "../errors.ts";
import { limits } from "../limits.ts";

/** Base64 of at most 16 KiB. */
export function readUserData(text: string | undefined): string | undefined {
  // An empty one is none: Terraform sends it.
  if (text === undefined || text === "") return undefined;
  const encoded = text.replace(/\s/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) throw invalidParameterValue("Invalid BASE64 encoding of user data.");
  if (Buffer.from(encoded, "base64").length > limits.userDataBytes)
    throw invalidParameterValue(`User data is limited to ${limits.userDataBytes} bytes`);
  return encoded;
}
