import { applicationStore } from "../applications/application-store.ts";
import { toApplicationName } from "../applications/find-application.ts";
import { applicationsKey } from "../applications/platform-application.ts";
import type { SnsOperation } from "../operation.ts";

/** Its endpoints stay, as on AWS, where each is deleted by itself. */
export const deletePlatformApplication: SnsOperation<"DeletePlatformApplication"> = async (input, context) => {
  const { platform, name } = toApplicationName(input.PlatformApplicationArn, context);
  await context.host.storage
    .partition(applicationsKey(context))
    .write((tx) => applicationStore.remove(tx, platform, name));
  return {};
};
