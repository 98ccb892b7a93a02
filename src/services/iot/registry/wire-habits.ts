import { AwsError } from "../../../platform/aws-error.ts";
import type { WireHabits } from "../../wire-habits.ts";

/** AWS IoT says of a member of wrong form what it says of any request that is wrong. Source of the token: "MQTT over WSS". */
export const wireHabits: WireHabits = {
  // The URL that a destination of rules is asked to confirm by.
  ownsPath: (path) => path.startsWith("/confirmdestination/"),
  mayBeUnsigned: () => true,
  reword: (error) =>
    error.code === "ValidationException" ? new AwsError("InvalidRequestException", error.message) : error,
  tokenMayBeUnsigned: true,
};
