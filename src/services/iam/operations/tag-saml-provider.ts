import { samlProviderName } from "../federation/saml-provider.ts";
import type { IamOperation } from "../operation.ts";
import { tagEntity } from "../tags/tagged-entity.ts";

export const tagSAMLProvider: IamOperation<"TagSAMLProvider"> = ({ SAMLProviderArn, Tags }, context) =>
  tagEntity(context, samlProviderName(SAMLProviderArn), Tags);
