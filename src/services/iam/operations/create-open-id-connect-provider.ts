import { changeAccount } from "../accounts/account.ts";
import { checkQuota } from "../entities/check-quota.ts";
import type { OidcProvider } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import { iamArn } from "../entities/iam-arn.ts";
import { oidcProviderExists } from "../errors.ts";
import { checkClientIds, checkThumbprints, toProviderName } from "../federation/oidc-provider.ts";
import { limits } from "../limits.ts";
import type { IamOperation } from "../operation.ts";
import { addTags, toTagListIfAny } from "../tags/tags.ts";

/** An issuer whose tokens trust policies may name. AWS would fetch a missing thumbprint; Squall trusts the machine's own roots. */
export const createOpenIDConnectProvider: IamOperation<"CreateOpenIDConnectProvider"> = async (input, context) => {
  const { Url, ClientIDList = [], ThumbprintList = [], Tags } = input;
  const name = toProviderName(Url);
  checkThumbprints(ThumbprintList);
  checkClientIds(ClientIDList);
  const provider: OidcProvider = {
    name,
    arn: iamArn(context, `oidc-provider/${name}`),
    createdMs: context.host.clock.nowMs(),
    clientIds: [...new Set(ClientIDList)],
    thumbprints: ThumbprintList,
    tags: addTags({}, Tags),
  };
  await changeAccount(context, async (tx) => {
    if (await entityStore.find(tx, "oidcProvider", name)) throw oidcProviderExists(Url);
    await checkQuota(tx, "oidcProvider", "OpenIdConnectProvidersPerAccount", limits.OpenIdConnectProviders);
    await entityStore.put(tx, "oidcProvider", provider);
  });
  return { OpenIDConnectProviderArn: provider.arn, Tags: toTagListIfAny(provider.tags) };
};
