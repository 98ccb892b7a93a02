import type { NeedsNoSpace } from "../service.ts";
import type { Ssm } from "./model.ts";

/** Nothing of it is stored. */
export const needsNoSpace: NeedsNoSpace<Ssm> = {
  GetParameter: "reads",
  GetParameters: "reads",
  GetParametersByPath: "reads",
};
