import { createPublicKey } from "node:crypto";
import { invalidRequest, notSupported } from "../errors.ts";

/** Throws for keys that are none, and for what is signed with no key. */
export function checkAuthorizer(
  given: Readonly<{
    signingDisabled: boolean;
    tokenKeyName: string | undefined;
    publicKeys: Readonly<Record<string, string>>;
  }>,
  enableCachingForHttp: boolean | undefined,
): void {
  if (enableCachingForHttp) throw notSupported("enableCachingForHttp");
  for (const [name, pem] of Object.entries(given.publicKeys)) {
    try {
      createPublicKey(pem);
    } catch {
      throw invalidRequest(`The public key ${name} could not be read.`);
    }
  }
  if (given.signingDisabled) return;
  if (given.tokenKeyName === undefined || Object.keys(given.publicKeys).length === 0)
    throw invalidRequest("tokenKeyName and tokenSigningPublicKeys must be given unless signing is disabled.");
}
