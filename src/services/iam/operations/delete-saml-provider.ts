import { changeAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { findSamlProvider } from "../federation/saml-provider.ts";
import type { IamOperation } from "../operation.ts";

export const deleteSAMLProvider: IamOperation<"DeleteSAMLProvider"> = async ({ SAMLProviderArn }, context) => {
  await changeAccount(context, async (tx) => {
    const { name } = await findSamlProvider(tx, SAMLProviderArn);
    await entityStore.remove(tx, "samlProvider", name);
  });
  return {};
};
