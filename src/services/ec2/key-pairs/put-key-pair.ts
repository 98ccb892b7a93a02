import type { WriteTransaction } from "../../../storage/database.ts";
import type { Tags } from "../../tags.ts";
import { dryRun, invalidParameterValue, keyPairExists, notPermitted } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Ec2Context } from "../operation.ts";
import { putTags } from "../tags/put-tags.ts";
import { findKeyPair, type KeyPair, keyPairs } from "./key-pair.ts";

/** A new one. Throws for a name that is taken. */
export async function putKeyPair(
  tx: WriteTransaction,
  pair: KeyPair,
  { tags, isTry }: { readonly tags: Tags; readonly isTry: boolean | undefined },
  context: Ec2Context,
): Promise<void> {
  if (await findKeyPair(tx, context, pair.name)) throw keyPairExists();
  if ((await keyPairs.list(tx, context)).length >= limits.keyPairs)
    throw notPermitted(`Maximum of ${limits.keyPairs} keypairs reached.`);
  if (isTry) throw dryRun();
  await keyPairs.put(tx, context, pair);
  await putTags(tx, pair.id, tags);
}

/** Up to 255 characters of ASCII. */
export function checkKeyName(name: string): void {
  if (!/^[ -~]{1,255}$/.test(name) || name.trim() !== name)
    throw invalidParameterValue(
      `Value (${name}) for parameter KeyName is invalid. Key names must be 1 to 255 ASCII characters without leading or trailing spaces.`,
    );
}
