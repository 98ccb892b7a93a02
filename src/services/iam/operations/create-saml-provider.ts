import { alphabets } from "../../../platform/random.ts";
import { changeAccount } from "../accounts/account.ts";
import { checkQuota } from "../entities/check-quota.ts";
import type { SamlProvider } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import { iamArn } from "../entities/iam-arn.ts";
import { samlProviderExists } from "../errors.ts";
import { checkMetadata, createSamlKey } from "../federation/saml-provider.ts";
import { limits } from "../limits.ts";
import type { IamOperation } from "../operation.ts";
import { addTags, toTagListIfAny } from "../tags/tags.ts";

/** An identity provider, by the metadata it publishes, that trust policies may name. */
export const createSAMLProvider: IamOperation<"CreateSAMLProvider"> = async (input, context) => {
  const { Name: name, SAMLMetadataDocument: metadata, AddPrivateKey } = input;
  const { clock, random } = context.host;
  const nowMs = clock.nowMs();
  const provider: SamlProvider = {
    name,
    arn: iamArn(context, `saml-provider/${name}`),
    createdMs: nowMs,
    uuid: random.text(20, alphabets.base32),
    metadata,
    validUntilMs: checkMetadata(metadata, nowMs),
    encryption: input.AssertionEncryptionMode ?? "Allowed",
    privateKeys: AddPrivateKey === undefined ? [] : [createSamlKey(context, AddPrivateKey)],
    tags: addTags({}, input.Tags),
  };
  await changeAccount(context, async (tx) => {
    if (await entityStore.find(tx, "samlProvider", name)) throw samlProviderExists(name);
    await checkQuota(tx, "samlProvider", "SAMLProvidersPerAccount", limits.SAMLProviders);
    await entityStore.put(tx, "samlProvider", provider);
  });
  return { SAMLProviderArn: provider.arn, Tags: toTagListIfAny(provider.tags) };
};
