import { AwsError } from "../../../platform/aws-error.ts";
import type { WireHabits } from "../../wire-habits.ts";

/** AWS IoT says of a member of wrong form what it says of any request that is wrong. */
export const wireHabits: WireHabits = {
  reword: (error) =>
    error.code === "ValidationException" ? new AwsError("InvalidRequestException", error.message) : error,
};
