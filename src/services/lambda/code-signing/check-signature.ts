import { signatureUntrusted, signingConfigDeleted } from "../errors.ts";
import type { LambdaContext } from "../operation.ts";
import { findSigningConfig } from "./require-signing-config.ts";

/**
 * Whether a package may be deployed to a function with this configuration. AWS Signer's certificates are not here, so no
 * signature can be verified and every package is an untrusted one: refused, or deployed with a warning in Squall's log, as
 * the configuration says. Source: "Using code signing to verify code integrity with Lambda". Throws
 * CodeVerificationFailedException and CodeSigningConfigNotFoundException.
 */
export async function checkSignature(
  context: LambdaContext,
  functionName: string,
  arn: string | undefined,
): Promise<void> {
  if (arn === undefined) return;
  const config = await context.state.functions.read(context, (tx) => findSigningConfig(tx, arn));
  if (!config) throw signingConfigDeleted(arn);
  if (config.untrusted === "Enforce") throw signatureUntrusted();
  context.host.log.warn("deployed without a trusted signature", { function: functionName, codeSigningConfig: arn });
}
