import { viewAccount } from "../account.ts";
import { findSamlProvider } from "../federation/saml-provider.ts";
import { toDate } from "../policy-holder-output.ts";
import type { IamOperation } from "../service-context.ts";
import { toTagList } from "../tags.ts";

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
