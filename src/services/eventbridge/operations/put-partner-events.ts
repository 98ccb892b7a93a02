import { notSupported } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";

/** For AWS's partners alone, whose event sources are not built. */
export const putPartnerEvents: EventsOperation<"PutPartnerEvents"> = async () => {
  throw notSupported("partner event sources (PutPartnerEvents)");
};
