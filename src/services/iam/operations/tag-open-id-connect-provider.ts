import { oidcProviderName } from "../federation/oidc-provider.ts";
import type { IamOperation } from "../service-context.ts";
import { tagEntity } from "../tagged-entity.ts";

export const tagOpenIDConnectProvider: IamOperation<"TagOpenIDConnectProvider"> = (
  { OpenIDConnectProviderArn, Tags },
  context,
) => tagEntity(context, oidcProviderName(OpenIDConnectProviderArn), Tags);
