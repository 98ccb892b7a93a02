import { samlProviderName } from "../federation/saml-provider.ts";
import type { IamOperation } from "../service-context.ts";
import { listEntityTags } from "../tagged-entity.ts";

export const listSAMLProviderTags: IamOperation<"ListSAMLProviderTags"> = ({ SAMLProviderArn, ...request }, context) =>
  listEntityTags(context, samlProviderName(SAMLProviderArn), request);
