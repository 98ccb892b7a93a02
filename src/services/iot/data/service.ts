import { AwsError } from "../../../platform/aws-error.ts";
import { defineService, type ServiceHost } from "../../service.ts";
import type { WireHabits } from "../../wire-habits.ts";
import { chargeRequest } from "../connections/charge-request.ts";
import { wireHabits } from "../registry/wire-habits.ts";
import type { IotState } from "../state.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import type { IotData } from "./model.ts";
import { surfaces } from "./surfaces.ts";

/** Source: what AWS answers to who may not publish. */
const dataHabits: WireHabits = {
  ...wireHabits,
  reword: (error) =>
    error.code === "AccessDenied"
      ? new AwsError("ForbiddenException", error.message, { status: 403 })
      : (wireHabits.reword?.(error) ?? error),
};

/** What devices say and are told, for who asks by HTTPS. It keeps nothing of its own. */
export const createIotData = (stateOf: (host: ServiceHost) => IotState) =>
  defineService<IotData, IotState>({
    name: "iot-data-plane",
    migrations: [],
    access: accessRules,
    needsNoSpace: {
      GetConnection: "reads",
      GetRetainedMessage: "reads",
      GetThingShadow: "reads",
      ListNamedShadowsForThing: "reads",
      ListRetainedMessages: "reads",
      DeleteConnection: "givesBack",
      DeleteThingShadow: "givesBack",
    },
    wire: dataHabits,
    create: stateOf,
    answered: chargeRequest,
    surfaces,
    operations,
  });
