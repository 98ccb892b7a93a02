import type { ReadTransaction } from "../../../storage/database.ts";
import { signingConfigMissing } from "../errors.ts";
import { type SigningConfig, signingConfigArn } from "./signing-config.ts";
import { signingConfigStore } from "./signing-config-store.ts";

/** The one that the ARN names, within the functions' partition. Throws ResourceNotFoundException. */
export async function requireSigningConfig(tx: ReadTransaction, arn: string): Promise<SigningConfig> {
  const config = await findSigningConfig(tx, arn);
  if (config) return config;
  throw signingConfigMissing(arn);
}

/** Undefined for one of another account or region, too. */
export async function findSigningConfig(tx: ReadTransaction, arn: string): Promise<SigningConfig | undefined> {
  const config = await signingConfigStore.find(tx, arn.slice(arn.lastIndexOf(":") + 1));
  return config && signingConfigArn(config) === arn ? config : undefined;
}
