import { oidcProviderName } from "../federation/oidc-provider.ts";
import type { IamOperation } from "../service-context.ts";
import { listEntityTags } from "../tagged-entity.ts";

export const listOpenIDConnectProviderTags: IamOperation<"ListOpenIDConnectProviderTags"> = (
  { OpenIDConnectProviderArn, ...request },
  context,
) => listEntityTags(context, oidcProviderName(OpenIDConnectProviderArn), request);
