import { defineService } from "../service.ts";
import { whenCalled } from "../when-called.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import { stateOrder, tellState } from "./instances/tell-state.ts";
import { migrations } from "./migrations.ts";
import type { Ec2 } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { wireHabits } from "./resources/wire-habits.ts";

/** Instances as records with a life, and the network that they are in. */
export const ec2 = defineService<Ec2>({
  name: "ec2",
  migrations,
  access: accessRules,
  needsNoSpace,
  create: () => undefined,
  effects: { "instance-state": { receive: tellState, order: stateOrder } },
  timers: {
    "settle-instance": {
      fire: whenCalled(async () => (await import("./instances/settle-instance.ts")).settleInstance),
    },
  },
  wire: wireHabits,
  operations,
});
