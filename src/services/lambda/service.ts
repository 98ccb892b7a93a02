import type { Sandbox } from "../../sandbox/sandbox.ts";
import { defineService, type ServiceHost } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { allFunctions, functionMigrations } from "./functions/function-store.ts";
import { eventMigrations } from "./invocation/event-store.ts";
import type { Lambda } from "./model.ts";
import { addPermission } from "./operations/add-permission.ts";
import { createFunction } from "./operations/create-function.ts";
import { deleteFunction } from "./operations/delete-function.ts";
import { getFunction } from "./operations/get-function.ts";
import { getFunctionConfiguration } from "./operations/get-function-configuration.ts";
import { getPolicy } from "./operations/get-policy.ts";
import { invoke } from "./operations/invoke.ts";
import { listFunctions } from "./operations/list-functions.ts";
import { listTags } from "./operations/list-tags.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateFunctionCode } from "./operations/update-function-code.ts";
import { updateFunctionConfiguration } from "./operations/update-function-configuration.ts";
import { createLambdaState, type LambdaState } from "./state.ts";

/** AWS Lambda, its environments made by the sandbox given. */
export const createLambda = (createSandbox: (host: ServiceHost) => Sandbox) =>
  defineService<Lambda, LambdaState>({
    name: "lambda",
    migrations: [...functionMigrations, ...eventMigrations],
    access: accessRules,
    create: (host) => createLambdaState(host, createSandbox(host)),
    start: async (state) => {
      const used = await state.activation.resume();
      await state.code.sweep(used);
      await state.events.resume();
    },
    stop: async (state) => {
      await state.activation.idle();
      await state.events.stop();
      await state.fleets.kill();
      await state.sandbox.close();
    },
    reset: async (state) => {
      await state.activation.idle();
      await state.events.stop();
      await state.fleets.kill();
      state.functions.reset();
      await state.code.reset();
    },
    blobs: async function* ({ storage }) {
      for await (const { code } of allFunctions(storage)) yield code.blob;
    },
    operations: {
      AddPermission: addPermission,
      CreateFunction: createFunction,
      DeleteFunction: deleteFunction,
      GetFunction: getFunction,
      GetFunctionConfiguration: getFunctionConfiguration,
      GetPolicy: getPolicy,
      Invoke: invoke,
      ListFunctions: listFunctions,
      ListTags: listTags,
      RemovePermission: removePermission,
      TagResource: tagResource,
      UntagResource: untagResource,
      UpdateFunctionCode: updateFunctionCode,
      UpdateFunctionConfiguration: updateFunctionConfiguration,
    },
  });
