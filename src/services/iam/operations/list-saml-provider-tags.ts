import { samlProviderName } from "../federation/saml-provider.ts";
import type { IamOperation } from "../operation.ts";
import { listEntityTags } from "../tags/tagged-entity.ts";

export const listSAMLProviderTags: IamOperation<"ListSAMLProviderTags"> = ({ SAMLProviderArn, ...request }, context) =>
  listEntityTags(context, samlProviderName(SAMLProviderArn), request);
