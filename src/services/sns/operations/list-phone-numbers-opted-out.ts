import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidParameter } from "../errors.ts";
import { limits } from "../limits.ts";
import type { SnsOperation } from "../operation.ts";
import { phoneStore, phonesKey } from "../phone-numbers/phone-store.ts";

/** A hundred at a time. */
export const listPhoneNumbersOptedOut: SnsOperation<"ListPhoneNumbersOptedOut"> = async ({ nextToken }, context) => {
  const after = fromPageToken(nextToken, () => invalidParameter("NextToken")) ?? "";
  const found = await context.host.storage
    .partition(phonesKey(context))
    .read((tx) => phoneStore.listOptedOut(tx, after, limits.pageSize + 1));
  const phoneNumbers = found.slice(0, limits.pageSize);
  return {
    phoneNumbers,
    nextToken: found.length > phoneNumbers.length ? toPageToken(phoneNumbers.at(-1) ?? "") : undefined,
  };
};
