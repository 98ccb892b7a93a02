import { fail } from "../../../platform/aws-error.ts";
import { applicationStore } from "../applications/application-store.ts";
import { toApplicationName } from "../applications/find-application.ts";
import { applicationsKey } from "../applications/platform-application.ts";
import { applicationDoesNotExist } from "../errors.ts";
import type { SnsOperation } from "../operation.ts";

export const getPlatformApplicationAttributes: SnsOperation<"GetPlatformApplicationAttributes"> = async (
  input,
  context,
) => {
  const { platform, name } = toApplicationName(input.PlatformApplicationArn, context);
  const found = await context.host.storage
    .partition(applicationsKey(context))
    .read((tx) => applicationStore.find(tx, platform, name));
  return { Attributes: { ...(found ?? fail(applicationDoesNotExist())).attributes } };
};
