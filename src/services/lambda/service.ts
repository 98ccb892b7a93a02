import { defineService } from "../service.ts";
import { whenCalled } from "../when-called.ts";
import { accessRules } from "./access-rules.ts";
import { namedBlobs } from "./code/named-blobs.ts";
import { destinations } from "./event-invoke/destinations.ts";
import { settleState } from "./event-sources/settle-state.ts";
import { operations } from "./generated/operations.ts";
import { receivedRetention } from "./invocation/events/received-sweeper.ts";
import { findKeptEvent } from "./invocation/find-kept-event.ts";
import { limits } from "./limits.ts";
import { migrations } from "./migrations.ts";
import type { Lambda } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import {
  closeLambda,
  createLambdaState,
  type LambdaParts,
  type LambdaState,
  resetLambda,
  startLambda,
} from "./state.ts";
import { surfaces } from "./surfaces.ts";

/** Functions, their versions, layers and environments. */
export const createLambda = (parts: LambdaParts) =>
  defineService<Lambda, LambdaState>({
    name: "lambda",
    migrations,
    access: accessRules,
    needsNoSpace,
    requestBytes: {
      CreateFunction: limits.codeRequestBytes,
      UpdateFunctionCode: limits.codeRequestBytes,
      PublishLayerVersion: limits.codeRequestBytes,
      Invoke: limits.invokeRequestBytes,
      InvokeWithResponseStream: limits.invokeRequestBytes,
    },
    create: (host) => createLambdaState(host, parts),
    start: startLambda,
    isBusy: ({ events }) => events.isBusy,
    stop: closeLambda,
    reset: resetLambda,
    blobs: namedBlobs,
    // Its paths begin with a date, which no bucket has as its name in practice.
    wire: { ownsPath: (path) => /^\/20\d\d-\d\d-\d\d\//.test(path) },
    surfaces,
    foreseen: (arn, { expectedCalls }) => expectedCalls.foreseen(arn),
    effects: { destination: destinations.effect },
    timers: { destination: destinations.timer, received: receivedRetention, eventSource: settleState },
    control: {
      runtimes: async (_body, { state }) => ({ notices: state.runtimes.all() }),
      event: findKeptEvent,
      zygotes: async (_body, { state }) => ({ zygotes: state.zygotes.reports() }),
      dev: whenCalled(async () => (await import("./development/develop.ts")).develop),
      "dev/changed": whenCalled(async () => (await import("./development/develop.ts")).developmentChanged),
    },
    operations,
  });
