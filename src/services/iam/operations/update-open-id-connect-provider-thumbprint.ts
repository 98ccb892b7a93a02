import { changeOidcProvider, checkThumbprints } from "../federation/oidc-provider.ts";
import type { IamOperation } from "../operation.ts";

/** Replaces the whole list. */
export const updateOpenIDConnectProviderThumbprint: IamOperation<"UpdateOpenIDConnectProviderThumbprint"> = async (
  { OpenIDConnectProviderArn, ThumbprintList },
  context,
) => {
  checkThumbprints(ThumbprintList);
  await changeOidcProvider(context, OpenIDConnectProviderArn, () => ({ thumbprints: ThumbprintList }));
  return {};
};
