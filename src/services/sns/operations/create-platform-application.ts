import { applicationStore } from "../applications/application-store.ts";
import {
  checkApplicationAttributes,
  checkApplicationName,
  checkCredentials,
  checkHasAttributes,
} from "../applications/check-application.ts";
import { applicationArn, applicationsKey, platforms } from "../applications/platform-application.ts";
import { invalidParameter } from "../errors.ts";
import type { SnsOperation } from "../operation.ts";

/** Made anew under a name that is there it takes the new attributes. Its credentials are not asked of the platform, and not kept. */
export const createPlatformApplication: SnsOperation<"CreatePlatformApplication"> = async (input, context) => {
  const { Name: name = "", Platform: platform = "", Attributes: given = {} } = input;
  checkApplicationName(name);
  if (!platforms.has(platform)) throw invalidParameter(`Platform Reason: ${platform} is not supported`);
  checkHasAttributes(given);
  checkCredentials(platform, given);
  const attributes = checkApplicationAttributes(given);
  await context.host.storage.partition(applicationsKey(context)).write(async (tx) => {
    const existing = await applicationStore.find(tx, platform, name);
    await applicationStore.put(tx, {
      platform,
      name,
      attributes: { Enabled: "true", ...existing?.attributes, ...attributes },
    });
  });
  return { PlatformApplicationArn: applicationArn(context, { platform, name }) };
};
