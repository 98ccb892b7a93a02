import type { SnsOperation } from "../operation.ts";
import { checkPhoneNumber, toDigits } from "../phone-numbers/phone-number.ts";
import { phoneStore, phonesKey } from "../phone-numbers/phone-store.ts";

/** One that has not opted out is opted in, too. */
export const optInPhoneNumber: SnsOperation<"OptInPhoneNumber"> = async ({ phoneNumber = "" }, context) => {
  checkPhoneNumber(phoneNumber);
  const number = toDigits(phoneNumber);
  await context.host.storage.partition(phonesKey(context)).write((tx) => phoneStore.optIn(tx, number));
  return {};
};
