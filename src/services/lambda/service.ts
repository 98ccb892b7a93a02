import type { Sandbox } from "../../sandbox/sandbox.ts";
import { defineService, type ServiceHost } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { signingMigrations } from "./code-signing/signing-store.ts";
import { develop, developmentChanged } from "./development/develop.ts";
import { allRecords, functionMigrations } from "./functions/function-store.ts";
import { eventMigrations } from "./invocation/event-store.ts";
import type { MachineMemory } from "./invocation/machine-memory.ts";
import { receivedMigrations } from "./invocation/received-store.ts";
import { allLayers, layerMigrations } from "./layers/layer-store.ts";
import { limits } from "./limits.ts";
import type { Lambda } from "./model.ts";
import { defaultSettings, type LambdaSettings } from "./settings.ts";
import { createLambdaState, type LambdaState } from "./state.ts";
import { urlSurfaces } from "./urls/url-surfaces.ts";
import { operations } from "./generated/operations.ts";

export interface LambdaOptions {
  /** Makes what environments are made by. */
  readonly createSandbox: (host: ServiceHost) => Sandbox;
  readonly memory: MachineMemory;
  readonly settings?: Partial<LambdaSettings>;
}

/** AWS Lambda. */
export const createLambda = ({ createSandbox, memory, settings }: LambdaOptions) =>
  defineService<Lambda, LambdaState>({
    name: "lambda",
    migrations: [
      ...functionMigrations,
      ...eventMigrations,
      ...receivedMigrations,
      ...layerMigrations,
      ...signingMigrations,
    ],
    access: accessRules,
    requestBytes: {
      CreateFunction: limits.codeRequestBytes,
      UpdateFunctionCode: limits.codeRequestBytes,
      PublishLayerVersion: limits.codeRequestBytes,
      Invoke: limits.invokeRequestBytes,
      InvokeWithResponseStream: limits.invokeRequestBytes,
    },
    create: (host) =>
      createLambdaState(host, { sandbox: createSandbox(host), memory, settings: { ...defaultSettings, ...settings } }),
    start: async (state) => {
      await state.code.sweep(await state.activation.resume());
      await state.provisioning.resume();
      await state.urlIndex.resume();
      await state.events.resume((of) => state.functions.isThere(of));
      state.codeSweeper.start();
      await state.receivedSweeper.start();
    },
    stop: async (state) => {
      await quiet(state);
      await state.sandbox.close();
    },
    reset: async (state) => {
      state.developed.endAll("The server has been reset: its functions are gone.");
      await quiet(state);
      state.functions.reset();
      state.accounts.reset();
      state.meter.reset();
      await state.code.reset();
    },
    blobs: async function* ({ storage }) {
      // Layers first: a function made meanwhile with one that is deleted meanwhile is then seen with it.
      for await (const { code } of allLayers(storage)) yield code.blob;
      for await (const { code, configuration } of allRecords(storage)) {
        yield code.blob;
        for (const layer of configuration.layers) yield layer.code.blob;
      }
    },
    surfaces: urlSurfaces,
    control: { dev: develop, "dev/changed": developmentChanged },
    operations,
  });

/** Nothing runs any more, and all that was to be stored is. */
async function quiet(state: LambdaState): Promise<void> {
  await state.codeSweeper.stop();
  await state.receivedSweeper.stop();
  await state.activation.idle();
  await state.events.stop();
  state.provisioning.stop();
  await state.fleets.kill();
  await state.meter.send();
}
