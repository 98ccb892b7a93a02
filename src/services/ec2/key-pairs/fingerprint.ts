import { createHash } from "node:crypto";

/** Of the key in a line of OpenSSH. */
export function sha256Of(line: string): string {
  return createHash("sha256")
    .update(Buffer.from(line.split(" ")[1] ?? "", "base64"))
    .digest("base64");
}

export function toColons(hex: string): string {
  return hex.match(/../g)?.join(":") ?? "";
}
