import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, missingParameter } from "../errors.ts";
import { findKeyPair, keyPairs } from "../key-pairs/key-pair.ts";
import type { Ec2Operation } from "../operation.ts";

/** A name that no pair has is deleted already; an id that none has is refused. Instances keep the key that they were started with. */
export const deleteKeyPair: Ec2Operation<"DeleteKeyPair"> = async (input, context) => {
  const { KeyName: name, KeyPairId: id, DryRun } = input;
  if (name === undefined && id === undefined) throw missingParameter("KeyName or KeyPairId");
  const KeyPairId = await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const pair =
      id !== undefined ? await keyPairs.require(tx, context, id) : await findKeyPair(tx, context, name ?? "");
    if (DryRun) throw dryRun();
    if (pair) await keyPairs.remove(tx, context, pair.id);
    return pair?.id;
  });
  return { Return: true, KeyPairId };
};
