import { viewAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import type { IamOperation } from "../operation.ts";

export const listOpenIDConnectProviders: IamOperation<"ListOpenIDConnectProviders"> = async (_input, context) => {
  const providers = await viewAccount(context, (tx) => entityStore.list(tx, "oidcProvider"));
  return { OpenIDConnectProviderList: providers.map(({ arn }) => ({ Arn: arn })) };
};
