import { mfaFailed, mfaNeedsBoth } from "../errors.ts";
import type { StsContext } from "../operation.ts";

/**
 * When the caller proved to hold an MFA device; undefined if no code is given. In `open` mode any code will do, as any
 * credentials do. Throws AccessDenied for a wrong code.
 */
export async function checkMfa(
  { SerialNumber, TokenCode }: { readonly SerialNumber?: string | undefined; readonly TokenCode?: string | undefined },
  { principal, host }: StsContext,
): Promise<number | undefined> {
  if (SerialNumber === undefined && TokenCode === undefined) return undefined;
  if (SerialNumber === undefined || TokenCode === undefined) throw mfaNeedsBoth();
  if (host.config.auth === "enforce" && !(await host.access.isMfaCode(principal, SerialNumber, TokenCode)))
    throw mfaFailed();
  return host.clock.nowMs();
}
