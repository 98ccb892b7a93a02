import { toTagList } from "../../tags.ts";
import { viewAccount } from "../accounts/account.ts";
import { findOidcProvider } from "../federation/oidc-provider.ts";
import type { IamOperation } from "../operation.ts";
import { toDate } from "../policy-holders/to-policy-holder.ts";

export const getOpenIDConnectProvider: IamOperation<"GetOpenIDConnectProvider"> = async (
  { OpenIDConnectProviderArn },
  context,
) => {
  const provider = await viewAccount(context, (tx) => findOidcProvider(tx, OpenIDConnectProviderArn));
  return {
    Url: provider.name,
    ClientIDList: [...provider.clientIds],
    ThumbprintList: [...provider.thumbprints],
    CreateDate: toDate(provider.createdMs),
    Tags: toTagList(provider.tags),
  };
};
