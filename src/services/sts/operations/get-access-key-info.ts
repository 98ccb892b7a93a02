import { fail } from "../../../platform/aws-error.ts";
import { validationError } from "../errors.ts";
import type { StsOperation } from "../operation.ts";

/** The account a key id was made for; the id says it, so the key need not exist any more. */
export const getAccessKeyInfo: StsOperation<"GetAccessKeyInfo"> = async ({ AccessKeyId }, { host }) => ({
  Account: host.access.accountOfAccessKey(AccessKeyId) ?? fail(validationError(`Invalid AccessKeyId: ${AccessKeyId}`)),
});
