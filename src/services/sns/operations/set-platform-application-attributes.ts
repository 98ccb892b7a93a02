import { fail } from "../../../platform/aws-error.ts";
import { applicationStore } from "../applications/application-store.ts";
import { checkApplicationAttributes, checkHasAttributes } from "../applications/check-application.ts";
import { toApplicationName } from "../applications/find-application.ts";
import { applicationsKey } from "../applications/platform-application.ts";
import { applicationDoesNotExist } from "../errors.ts";
import type { SnsOperation } from "../operation.ts";

export const setPlatformApplicationAttributes: SnsOperation<"SetPlatformApplicationAttributes"> = async (
  input,
  context,
) => {
  const { platform, name } = toApplicationName(input.PlatformApplicationArn, context);
  const { Attributes: given = {} } = input;
  checkHasAttributes(given);
  await context.host.storage.partition(applicationsKey(context)).write(async (tx) => {
    const found = (await applicationStore.find(tx, platform, name)) ?? fail(applicationDoesNotExist());
    const changes = checkApplicationAttributes(given);
    await applicationStore.put(tx, { ...found, attributes: { ...found.attributes, ...changes } });
  });
  return {};
};
