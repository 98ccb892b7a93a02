import type { WireHabits } from "../../wire-habits.ts";
import { nameTooLong } from "../errors.ts";

/** Names of groups and streams that are too long are refused in the service's own words, whatever the operation. Source: recorded answers. */
export const wireHabits: WireHabits = {
  reword: (error) => (tooLongName.test(error.message) ? nameTooLong() : error),
};

const tooLongName =
  /^1 validation error detected: Value '[^']*' at '(?:logGroupName|logStreamName)' failed to satisfy constraint: Member must have length less than or equal to 512$/;
