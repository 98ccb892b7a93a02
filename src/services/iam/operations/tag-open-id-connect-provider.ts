import { oidcProviderName } from "../federation/oidc-provider.ts";
import type { IamOperation } from "../operation.ts";
import { tagEntity } from "../tags/tagged-entity.ts";

export const tagOpenIDConnectProvider: IamOperation<"TagOpenIDConnectProvider"> = (
  { OpenIDConnectProviderArn, Tags },
  context,
) => tagEntity(context, oidcProviderName(OpenIDConnectProviderArn), Tags);
