import type { SnsOperation } from "../operation.ts";
import { checkPhoneNumber, toDigits } from "../phone-numbers/phone-number.ts";
import { phoneStore, phonesKey } from "../phone-numbers/phone-store.ts";

export const checkIfPhoneNumberIsOptedOut: SnsOperation<"CheckIfPhoneNumberIsOptedOut"> = async (
  { phoneNumber = "" },
  context,
) => {
  checkPhoneNumber(phoneNumber);
  const number = toDigits(phoneNumber);
  return {
    isOptedOut: await context.host.storage
      .partition(phonesKey(context))
      .read((tx) => phoneStore.hasOptedOut(tx, number)),
  };
};
