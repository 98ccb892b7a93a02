import { viewAccount } from "../account.ts";
import { entityStore } from "../entity-store.ts";
import { toDate } from "../policy-holder-output.ts";
import type { IamOperation } from "../service-context.ts";

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
