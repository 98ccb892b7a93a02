import { invalidRequest } from "../errors.ts";
import { tellRegistry, thingTypeEvent } from "../events/registry-events.ts";
import type { IotOperation } from "../operation.ts";
import { findType } from "../things/find-type.ts";
import { thingTypes } from "../things/thing-type.ts";

const waitMs = 5 * 60_000;

/** Source: "DeleteThingType": only five minutes after it has been deprecated. */
export const deleteThingType: IotOperation<"DeleteThingType"> = async ({ thingTypeName: name = "" }, context) => {
  const nowMs = context.host.clock.nowMs();
  await context.state.registry.write(context, async (tx) => {
    const type = await findType(tx, name);
    const { deprecatedMs } = type;
    if (deprecatedMs === undefined)
      throw invalidRequest(`Can not delete thing type ${name}: it has not been deprecated`);
    if (nowMs < deprecatedMs + waitMs)
      throw invalidRequest(
        `Can not delete thing type ${name}: please wait for 5 minutes after deprecation and then retry`,
      );
    await thingTypes.remove(tx, name);
    await tellRegistry(tx, context, thingTypeEvent("DELETED", context, name, type));
  });
  return {};
};
