import { regionKey } from "../../block-storage/region-key.ts";
import { toTagList } from "../../tags.ts";
import { missingParameter, notSupported } from "../errors.ts";
import { makeEd25519Key, makeRsaKey } from "../key-pairs/make-key.ts";
import { checkKeyName, putKeyPair } from "../key-pairs/put-key-pair.ts";
import type { Ec2Operation } from "../operation.ts";
import { makeId } from "../resources/resource-id.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";

/** Makes a pair and tells the private key, this once. */
export const createKeyPair: Ec2Operation<"CreateKeyPair"> = async (input, context) => {
  const { KeyName: name, KeyType: type = "rsa", KeyFormat = "pem", TagSpecifications, DryRun: isTry } = input;
  if (name === undefined) throw missingParameter("KeyName");
  checkKeyName(name);
  if (KeyFormat !== "pem") throw notSupported(`the key format ${KeyFormat}`);
  const tags = readTagSpecifications(TagSpecifications, ["key-pair"]).get("key-pair") ?? {};
  const { random, clock, storage } = context.host;
  const made = type === "ed25519" ? await makeEd25519Key(name, random) : await makeRsaKey(name);
  const { material, ...own } = made;
  const pair = { id: makeId("key", random), name, type, ...own, createdMs: clock.nowMs() };
  await storage.partition(regionKey(context)).write((tx) => putKeyPair(tx, pair, { tags, isTry }, context));
  return {
    KeyPairId: pair.id,
    KeyName: name,
    KeyFingerprint: pair.fingerprint,
    KeyMaterial: material,
    Tags: toTagList(tags),
  };
};
