import { changeOidcProvider } from "../federation/oidc-provider.ts";
import type { IamOperation } from "../operation.ts";

/** Removing what is not there succeeds. */
export const removeClientIDFromOpenIDConnectProvider: IamOperation<"RemoveClientIDFromOpenIDConnectProvider"> = async (
  { OpenIDConnectProviderArn, ClientID },
  context,
) => {
  await changeOidcProvider(context, OpenIDConnectProviderArn, ({ clientIds }) => ({
    clientIds: clientIds.filter((id) => id !== ClientID),
  }));
  return {};
};
