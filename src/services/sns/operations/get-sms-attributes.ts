import type { SnsOperation } from "../operation.ts";
import { phoneStore, phonesKey } from "../phone-numbers/phone-store.ts";
import { defaultSmsAttributes } from "../phone-numbers/sms-attributes.ts";

export const getSMSAttributes: SnsOperation<"GetSMSAttributes"> = async ({ attributes: names = [] }, context) => {
  const set = await context.host.storage.partition(phonesKey(context)).read((tx) => phoneStore.attributes(tx));
  const all = Object.entries({ ...defaultSmsAttributes, ...set });
  return { attributes: Object.fromEntries(all.filter(([name]) => names.length === 0 || names.includes(name))) };
};
