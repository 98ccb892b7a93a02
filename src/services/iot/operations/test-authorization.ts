import { invalidRequest } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { decideFor } from "../policies/decide.ts";

/** What the policies of a device would say to each question, and by which of them. */
export const testAuthorization: IotOperation<"TestAuthorization"> = async (input, context) => {
  const { principal, authInfos = [], clientId = "", policyNamesToAdd = [], policyNamesToSkip = [] } = input;
  if (principal === undefined) throw invalidRequest("principal must be given.");
  const decide = await decideFor({ principal, clientId, toAdd: policyNamesToAdd, toSkip: policyNamesToSkip }, context);
  return { authResults: authInfos.map((authInfo) => decide(authInfo)) };
};
