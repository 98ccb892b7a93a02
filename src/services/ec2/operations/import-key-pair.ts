import { regionKey } from "../../block-storage/region-key.ts";
import { toTagList } from "../../tags.ts";
import { missingParameter } from "../errors.ts";
import { readOpenSshKey } from "../key-pairs/open-ssh.ts";
import { checkKeyName, putKeyPair } from "../key-pairs/put-key-pair.ts";
import type { Ec2Operation } from "../operation.ts";
import { makeId } from "../resources/resource-id.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";

/** The public key of a pair that somebody has made. */
export const importKeyPair: Ec2Operation<"ImportKeyPair"> = async (input, context) => {
  const { KeyName: name, PublicKeyMaterial: material, TagSpecifications, DryRun: isTry } = input;
  if (name === undefined) throw missingParameter("KeyName");
  if (material === undefined) throw missingParameter("PublicKeyMaterial");
  checkKeyName(name);
  const tags = readTagSpecifications(TagSpecifications, ["key-pair"]).get("key-pair") ?? {};
  const { random, clock, storage } = context.host;
  const own = readOpenSshKey(material, name);
  const pair = { id: makeId("key", random), name, ...own, createdMs: clock.nowMs() };
  await storage.partition(regionKey(context)).write((tx) => putKeyPair(tx, pair, { tags, isTry }, context));
  return { KeyPairId: pair.id, KeyName: name, KeyFingerprint: pair.fingerprint, Tags: toTagList(tags) };
};
