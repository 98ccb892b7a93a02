import { viewAccount } from "../account.ts";
import { findOidcProvider } from "../federation/oidc-provider.ts";
import { toDate } from "../policy-holder-output.ts";
import type { IamOperation } from "../service-context.ts";
import { toTagList } from "../tags.ts";

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
