import { samlProviderName } from "../federation/saml-provider.ts";
import type { IamOperation } from "../operation.ts";
import { untagEntity } from "../tags/tagged-entity.ts";

export const untagSAMLProvider: IamOperation<"UntagSAMLProvider"> = ({ SAMLProviderArn, TagKeys }, context) =>
  untagEntity(context, samlProviderName(SAMLProviderArn), TagKeys);
