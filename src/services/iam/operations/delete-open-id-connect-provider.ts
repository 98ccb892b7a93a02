import { changeAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { noOidcProviderToDelete } from "../errors.ts";
import { oidcProviderName } from "../federation/oidc-provider.ts";
import type { IamOperation } from "../operation.ts";

export const deleteOpenIDConnectProvider: IamOperation<"DeleteOpenIDConnectProvider"> = async (
  { OpenIDConnectProviderArn: arn },
  context,
) => {
  const { name } = oidcProviderName(arn);
  await changeAccount(context, async (tx) => {
    if (!(await entityStore.find(tx, "oidcProvider", name))) throw noOidcProviderToDelete(arn);
    await entityStore.remove(tx, "oidcProvider", name);
  });
  return {};
};
