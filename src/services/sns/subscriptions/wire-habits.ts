import type { WireHabits } from "../../wire-habits.ts";
import { invalidParameter, notAuthorized } from "../errors.ts";

/** What SNS's wire does otherwise than others': links in messages call it, an ARN that is missing is refused as one that is wrong, and who may not is told so by another code. */
export const wireHabits: WireHabits = {
  linkActions: new Set(["ConfirmSubscription", "Unsubscribe"]),
  reword: (error) => {
    if (error.code === "AccessDenied") return notAuthorized(error.message);
    const [, member] = (error.code === "ValidationError" && missingArn.exec(error.message)) || [];
    if (member === undefined) return error;
    const name = member.charAt(0).toUpperCase() + member.slice(1);
    return invalidParameter(`${name} Reason: no value for required parameter`);
  },
};

const missingArn =
  /^1 validation error detected: Value null at '(\w+Arn)' failed to satisfy constraint: Member must not/;
