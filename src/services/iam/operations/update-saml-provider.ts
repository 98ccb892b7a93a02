import { changeAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { quotaExceeded } from "../errors.ts";
import { checkMetadata, createSamlKey, findSamlProvider } from "../federation/saml-provider.ts";
import type { IamOperation } from "../operation.ts";

/** Two: a new key is added before the old one is taken away. */
const mostKeys = 2;

export const updateSAMLProvider: IamOperation<"UpdateSAMLProvider"> = async (input, context) => {
  const { SAMLProviderArn, SAMLMetadataDocument: metadata, AddPrivateKey, RemovePrivateKey } = input;
  const added = AddPrivateKey === undefined ? [] : [createSamlKey(context, AddPrivateKey)];
  const nowMs = context.host.clock.nowMs();
  await changeAccount(context, async (tx) => {
    const provider = await findSamlProvider(tx, SAMLProviderArn);
    const privateKeys = [...provider.privateKeys.filter(({ id }) => id !== RemovePrivateKey), ...added];
    if (privateKeys.length > mostKeys) throw quotaExceeded("PrivateKeysPerSAMLProvider", mostKeys);
    await entityStore.put(tx, "samlProvider", {
      ...provider,
      ...(metadata !== undefined && { metadata, validUntilMs: checkMetadata(metadata, nowMs) }),
      encryption: input.AssertionEncryptionMode ?? provider.encryption,
      privateKeys,
    });
  });
  return { SAMLProviderArn };
};
