import { invalidArgument } from "../errors.ts";
import type { S3Context } from "../operation.ts";

/** How an object is encrypted is said when it is written. Throws InvalidArgument for who says it as he reads. Source: "GetObject", encryption. */
export function refuseEncryptionHeader({ request }: S3Context): void {
  const value = request.headers[header];
  if (value !== undefined)
    throw invalidArgument(`${header} header is not supported for this operation.`, header, value);
}

const header = "x-amz-server-side-encryption";
