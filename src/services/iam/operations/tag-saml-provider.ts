import { samlProviderName } from "../federation/saml-provider.ts";
import type { IamOperation } from "../service-context.ts";
import { tagEntity } from "../tagged-entity.ts";

export const tagSAMLProvider: IamOperation<"TagSAMLProvider"> = ({ SAMLProviderArn, Tags }, context) =>
  tagEntity(context, samlProviderName(SAMLProviderArn), Tags);
