import type { KeyPairInfo } from "@aws-sdk/client-ec2";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { toTagList } from "../../tags.ts";
import { keyPairNotFound } from "../errors.ts";
import type { Described } from "../resources/describe-kind.ts";
import { defineKind } from "../resources/kind.ts";

/** The public half. The private one was told to who asked for the pair, and is nowhere else. */
export interface KeyPair {
  readonly id: string;
  readonly name: string;
  readonly type: "rsa" | "ed25519";
  readonly fingerprint: string;
  /** A line of OpenSSH. */
  readonly publicKey: string;
  readonly createdMs: number;
}

export const keyPairs = defineKind<KeyPair>({
  name: "key-pair",
  prefix: "key",
  code: "InvalidKeyPairId",
  notFound: keyPairNotFound,
  parentOf: ({ name }) => name,
});

export async function findKeyPair(tx: ReadTransaction, place: Place, name: string): Promise<KeyPair | undefined> {
  return (await keyPairs.listOf(tx, place, name))[0];
}

export function toKeyPair({ resource: pair, tags }: Described<KeyPair>, withPublicKey: boolean): KeyPairInfo {
  return {
    KeyPairId: pair.id,
    KeyName: pair.name,
    KeyType: pair.type,
    KeyFingerprint: pair.fingerprint,
    CreateTime: new Date(pair.createdMs),
    PublicKey: withPublicKey ? pair.publicKey : undefined,
    Tags: toTagList(tags),
  };
}
