import { oidcProviderName } from "../federation/oidc-provider.ts";
import type { IamOperation } from "../service-context.ts";
import { untagEntity } from "../tagged-entity.ts";

export const untagOpenIDConnectProvider: IamOperation<"UntagOpenIDConnectProvider"> = (
  { OpenIDConnectProviderArn, TagKeys },
  context,
) => untagEntity(context, oidcProviderName(OpenIDConnectProviderArn), TagKeys);
