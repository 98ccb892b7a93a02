import { viewAccount } from "../account.ts";
import { entityStore } from "../entity-store.ts";
import type { IamOperation } from "../service-context.ts";

export const listOpenIDConnectProviders: IamOperation<"ListOpenIDConnectProviders"> = async (_input, context) => {
  const providers = await viewAccount(context, (tx) => entityStore.list(tx, "oidcProvider"));
  return { OpenIDConnectProviderList: providers.map(({ arn }) => ({ Arn: arn })) };
};
