import { oidcProviderName } from "../federation/oidc-provider.ts";
import type { IamOperation } from "../operation.ts";
import { listEntityTags } from "../tags/tagged-entity.ts";

export const listOpenIDConnectProviderTags: IamOperation<"ListOpenIDConnectProviderTags"> = (
  { OpenIDConnectProviderArn, ...request },
  context,
) => listEntityTags(context, oidcProviderName(OpenIDConnectProviderArn), request);
