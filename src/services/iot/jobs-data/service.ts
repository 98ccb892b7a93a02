import { defineService, type ServiceHost } from "../../service.ts";
import { wireHabits } from "../registry/wire-habits.ts";
import type { IotState } from "../state.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import type { IotJobsData } from "./model.ts";
import { surfaces } from "./surfaces.ts";

/** What devices ask of their jobs, for who asks by HTTPS. It keeps nothing of its own. */
export const createIotJobsData = (stateOf: (host: ServiceHost) => IotState) =>
  defineService<IotJobsData, IotState>({
    name: "iot-jobs-data-plane",
    migrations: [],
    access: accessRules,
    needsNoSpace: {
      DescribeJobExecution: "reads",
      GetPendingJobExecutions: "reads",
      StartNextPendingJobExecution: "givesBack",
    },
    wire: wireHabits,
    create: stateOf,
    surfaces,
    operations,
  });
