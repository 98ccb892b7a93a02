import type { StsOperation } from "../service-context.ts";

export const getCallerIdentity: StsOperation<"GetCallerIdentity"> = async (_input, { principal }) => ({
  UserId: principal.userId,
  Account: principal.account,
  Arn: principal.arn,
});
