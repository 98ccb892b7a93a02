import { viewAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import type { IamOperation } from "../operation.ts";
import { toDate } from "../policy-holders/to-policy-holder.ts";

export const listSAMLProviders: IamOperation<"ListSAMLProviders"> = async (_input, context) => {
  const providers = await viewAccount(context, (tx) => entityStore.list(tx, "samlProvider"));
  return {
    SAMLProviderList: providers.map(({ arn, validUntilMs, createdMs }) => ({
      Arn: arn,
      ValidUntil: toDate(validUntilMs),
      CreateDate: toDate(createdMs),
    })),
  };
};
