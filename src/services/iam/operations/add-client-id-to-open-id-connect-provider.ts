import { changeOidcProvider, checkClientIds } from "../federation/oidc-provider.ts";
import type { IamOperation } from "../operation.ts";

/** Adding what is there succeeds and changes nothing. */
export const addClientIDToOpenIDConnectProvider: IamOperation<"AddClientIDToOpenIDConnectProvider"> = async (
  { OpenIDConnectProviderArn, ClientID },
  context,
) => {
  await changeOidcProvider(context, OpenIDConnectProviderArn, (provider) => {
    const clientIds = [...new Set([...provider.clientIds, ClientID])];
    checkClientIds(clientIds);
    return { clientIds };
  });
  return {};
};
