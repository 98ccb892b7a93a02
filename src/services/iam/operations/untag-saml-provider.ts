import { samlProviderName } from "../federation/saml-provider.ts";
import type { IamOperation } from "../service-context.ts";
import { untagEntity } from "../tagged-entity.ts";

export const untagSAMLProvider: IamOperation<"UntagSAMLProvider"> = ({ SAMLProviderArn, TagKeys }, context) =>
  untagEntity(context, samlProviderName(SAMLProviderArn), TagKeys);
