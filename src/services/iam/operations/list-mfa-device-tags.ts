import { mfaDeviceName } from "../mfa/mfa-device.ts";
import type { IamOperation } from "../operation.ts";
import { listEntityTags } from "../tags/tagged-entity.ts";

export const listMFADeviceTags: IamOperation<"ListMFADeviceTags"> = ({ SerialNumber, ...request }, context) =>
  listEntityTags(context, mfaDeviceName(SerialNumber), request);
