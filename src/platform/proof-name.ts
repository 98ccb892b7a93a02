import { createHash } from "node:crypto";

/**
 * The file in the system's temporary directory by which a command proves whose it is. Every user of the machine sees its name there, and could make a
 * request of his own with it: so it is the secret's digest, and the request says the secret.
 */
export function proofName(secret: string): string {
  return `squall-dev-${createHash("sha256").update(secret).digest("hex").slice(0, 32)}`;
}
