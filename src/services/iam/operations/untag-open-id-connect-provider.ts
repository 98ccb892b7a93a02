import { oidcProviderName } from "../federation/oidc-provider.ts";
import type { IamOperation } from "../operation.ts";
import { untagEntity } from "../tags/tagged-entity.ts";

export const untagOpenIDConnectProvider: IamOperation<"UntagOpenIDConnectProvider"> = (
  { OpenIDConnectProviderArn, TagKeys },
  context,
) => untagEntity(context, oidcProviderName(OpenIDConnectProviderArn), TagKeys);
