import { toTagList } from "../../tags.ts";
import { viewAccount } from "../accounts/account.ts";
import { findSamlProvider } from "../federation/saml-provider.ts";
import type { IamOperation } from "../operation.ts";
import { toDate } from "../policy-holders/to-policy-holder.ts";

export const getSAMLProvider: IamOperation<"GetSAMLProvider"> = async ({ SAMLProviderArn }, context) => {
  const provider = await viewAccount(context, (tx) => findSamlProvider(tx, SAMLProviderArn));
  return {
    SAMLProviderUUID: provider.uuid,
    SAMLMetadataDocument: provider.metadata,
    CreateDate: toDate(provider.createdMs),
    ValidUntil: toDate(provider.validUntilMs),
    AssertionEncryptionMode: provider.encryption,
    PrivateKeyList: provider.privateKeys.map(({ id, createdMs }) => ({ KeyId: id, Timestamp: toDate(createdMs) })),
    Tags: toTagList(provider.tags),
  };
};
