import type { SnsOperation } from "../operation.ts";
import { phoneStore, phonesKey } from "../phone-numbers/phone-store.ts";
import { checkSmsAttributes } from "../phone-numbers/sms-attributes.ts";

export const setSMSAttributes: SnsOperation<"SetSMSAttributes"> = async ({ attributes = {} }, context) => {
  checkSmsAttributes(attributes);
  await context.host.storage.partition(phonesKey(context)).write(async (tx) => {
    for (const [name, value] of Object.entries(attributes)) await phoneStore.setAttribute(tx, name, value);
  });
  return {};
};
