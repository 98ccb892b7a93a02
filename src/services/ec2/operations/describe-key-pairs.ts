import { regionKey } from "../../block-storage/region-key.ts";
import { keyPairNotFound } from "../errors.ts";
import { findKeyPair, type KeyPair, keyPairs, toKeyPair } from "../key-pairs/key-pair.ts";
import type { Ec2Operation } from "../operation.ts";
import { asDescribed, type Described, describeKind } from "../resources/describe-kind.ts";
import type { FilterTable } from "../resources/filters.ts";

export const describeKeyPairs: Ec2Operation<"DescribeKeyPairs"> = async (input, context) => {
  const { KeyNames: names = [], KeyPairIds = [], IncludePublicKey = false } = input;
  const named = await context.host.storage.partition(regionKey(context)).read(async (tx) => {
    const ids: string[] = [];
    for (const name of names) {
      const pair = await findKeyPair(tx, context, name);
      if (!pair) throw keyPairNotFound(name);
      ids.push(pair.id);
    }
    return ids;
  });
  const description = { ids: [...KeyPairIds, ...named], idsName: "keySet", filters, extend: asDescribed };
  const { items } = await describeKind(keyPairs, input, description, context);
  return { KeyPairs: items.map((each) => toKeyPair(each, IncludePublicKey)) };
};

/** Source: "DescribeKeyPairs", "Filters". */
const filters: FilterTable<Described<KeyPair>> = {
  "key-pair-id": ({ resource }) => [resource.id],
  fingerprint: ({ resource }) => [resource.fingerprint],
  "key-name": ({ resource }) => [resource.name],
};
