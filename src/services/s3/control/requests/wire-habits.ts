import { toHostId } from "../../../../platform/host-id.ts";
import type { WireHabits } from "../../../wire-habits.ts";
import { memberMissing } from "../../wire/member-missing.ts";
import { wireHabits as ofS3 } from "../../wire/wire-habits.ts";

/** Its requests are signed for S3, and told by their paths; its errors are S3's, in an element of their own. */
export const wireHabits: WireHabits = {
  requestIds: ofS3.requestIds,
  faultCode: ofS3.faultCode,
  reword: ofS3.reword,
  authErrors: ofS3.authErrors,
  checkSignatureForm: ofS3.checkSignatureForm,
  signsPathAsSent: true,
  bodies: ofS3.bodies,
  ownsPath: (path) => path.startsWith("/v20180820/"),
  rest: { memberMissing, errorFields: (requestId) => ({ HostId: toHostId(requestId) }), wrapsErrors: true },
};
