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
import { addLayerVersionPermission } from "./operations/add-layer-version-permission.ts";
import { addPermission } from "./operations/add-permission.ts";
import { createAlias } from "./operations/create-alias.ts";
import { createCodeSigningConfig } from "./operations/create-code-signing-config.ts";
import { createFunction } from "./operations/create-function.ts";
import { createFunctionUrlConfig } from "./operations/create-function-url-config.ts";
import { deleteAlias } from "./operations/delete-alias.ts";
import { deleteCodeSigningConfig } from "./operations/delete-code-signing-config.ts";
import { deleteFunction } from "./operations/delete-function.ts";
import { deleteFunctionCodeSigningConfig } from "./operations/delete-function-code-signing-config.ts";
import { deleteFunctionConcurrency } from "./operations/delete-function-concurrency.ts";
import { deleteFunctionEventInvokeConfig } from "./operations/delete-function-event-invoke-config.ts";
import { deleteFunctionUrlConfig } from "./operations/delete-function-url-config.ts";
import { deleteLayerVersion } from "./operations/delete-layer-version.ts";
import { deleteProvisionedConcurrencyConfig } from "./operations/delete-provisioned-concurrency-config.ts";
import { getAccountSettings } from "./operations/get-account-settings.ts";
import { getAlias } from "./operations/get-alias.ts";
import { getCodeSigningConfig } from "./operations/get-code-signing-config.ts";
import { getFunction } from "./operations/get-function.ts";
import { getFunctionCodeSigningConfig } from "./operations/get-function-code-signing-config.ts";
import { getFunctionConcurrency } from "./operations/get-function-concurrency.ts";
import { getFunctionConfiguration } from "./operations/get-function-configuration.ts";
import { getFunctionEventInvokeConfig } from "./operations/get-function-event-invoke-config.ts";
import { getFunctionRecursionConfig } from "./operations/get-function-recursion-config.ts";
import { getFunctionUrlConfig } from "./operations/get-function-url-config.ts";
import { getLayerVersion } from "./operations/get-layer-version.ts";
import { getLayerVersionByArn } from "./operations/get-layer-version-by-arn.ts";
import { getLayerVersionPolicy } from "./operations/get-layer-version-policy.ts";
import { getPolicy } from "./operations/get-policy.ts";
import { getProvisionedConcurrencyConfig } from "./operations/get-provisioned-concurrency-config.ts";
import { getRuntimeManagementConfig } from "./operations/get-runtime-management-config.ts";
import { invoke } from "./operations/invoke.ts";
import { invokeAsync } from "./operations/invoke-async.ts";
import { invokeWithResponseStream } from "./operations/invoke-with-response-stream.ts";
import { listAliases } from "./operations/list-aliases.ts";
import { listCodeSigningConfigs } from "./operations/list-code-signing-configs.ts";
import { listFunctionEventInvokeConfigs } from "./operations/list-function-event-invoke-configs.ts";
import { listFunctionUrlConfigs } from "./operations/list-function-url-configs.ts";
import { listFunctions } from "./operations/list-functions.ts";
import { listFunctionsByCodeSigningConfig } from "./operations/list-functions-by-code-signing-config.ts";
import { listLayerVersions } from "./operations/list-layer-versions.ts";
import { listLayers } from "./operations/list-layers.ts";
import { listProvisionedConcurrencyConfigs } from "./operations/list-provisioned-concurrency-configs.ts";
import { listTags } from "./operations/list-tags.ts";
import { listVersionsByFunction } from "./operations/list-versions-by-function.ts";
import { publishLayerVersion } from "./operations/publish-layer-version.ts";
import { publishVersion } from "./operations/publish-version.ts";
import { putFunctionCodeSigningConfig } from "./operations/put-function-code-signing-config.ts";
import { putFunctionConcurrency } from "./operations/put-function-concurrency.ts";
import { putFunctionEventInvokeConfig } from "./operations/put-function-event-invoke-config.ts";
import { putFunctionRecursionConfig } from "./operations/put-function-recursion-config.ts";
import { putProvisionedConcurrencyConfig } from "./operations/put-provisioned-concurrency-config.ts";
import { putRuntimeManagementConfig } from "./operations/put-runtime-management-config.ts";
import { removeLayerVersionPermission } from "./operations/remove-layer-version-permission.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateAlias } from "./operations/update-alias.ts";
import { updateCodeSigningConfig } from "./operations/update-code-signing-config.ts";
import { updateFunctionCode } from "./operations/update-function-code.ts";
import { updateFunctionConfiguration } from "./operations/update-function-configuration.ts";
import { updateFunctionEventInvokeConfig } from "./operations/update-function-event-invoke-config.ts";
import { updateFunctionUrlConfig } from "./operations/update-function-url-config.ts";
import { defaultSettings, type LambdaSettings } from "./settings.ts";
import { createLambdaState, type LambdaState } from "./state.ts";
import { urlSurfaces } from "./urls/url-surfaces.ts";

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
    operations: {
      AddLayerVersionPermission: addLayerVersionPermission,
      AddPermission: addPermission,
      CreateCodeSigningConfig: createCodeSigningConfig,
      DeleteCodeSigningConfig: deleteCodeSigningConfig,
      DeleteFunctionCodeSigningConfig: deleteFunctionCodeSigningConfig,
      GetCodeSigningConfig: getCodeSigningConfig,
      ListCodeSigningConfigs: listCodeSigningConfigs,
      ListFunctionsByCodeSigningConfig: listFunctionsByCodeSigningConfig,
      PutFunctionCodeSigningConfig: putFunctionCodeSigningConfig,
      UpdateCodeSigningConfig: updateCodeSigningConfig,
      CreateAlias: createAlias,
      CreateFunction: createFunction,
      ListFunctionUrlConfigs: listFunctionUrlConfigs,
      DeleteFunctionUrlConfig: deleteFunctionUrlConfig,
      UpdateFunctionUrlConfig: updateFunctionUrlConfig,
      GetFunctionUrlConfig: getFunctionUrlConfig,
      CreateFunctionUrlConfig: createFunctionUrlConfig,
      DeleteAlias: deleteAlias,
      DeleteFunction: deleteFunction,
      DeleteFunctionConcurrency: deleteFunctionConcurrency,
      DeleteFunctionEventInvokeConfig: deleteFunctionEventInvokeConfig,
      DeleteLayerVersion: deleteLayerVersion,
      DeleteProvisionedConcurrencyConfig: deleteProvisionedConcurrencyConfig,
      GetAccountSettings: getAccountSettings,
      GetAlias: getAlias,
      GetFunction: getFunction,
      GetFunctionCodeSigningConfig: getFunctionCodeSigningConfig,
      GetFunctionConcurrency: getFunctionConcurrency,
      GetFunctionConfiguration: getFunctionConfiguration,
      GetFunctionEventInvokeConfig: getFunctionEventInvokeConfig,
      GetFunctionRecursionConfig: getFunctionRecursionConfig,
      GetLayerVersion: getLayerVersion,
      GetLayerVersionByArn: getLayerVersionByArn,
      GetLayerVersionPolicy: getLayerVersionPolicy,
      GetPolicy: getPolicy,
      GetProvisionedConcurrencyConfig: getProvisionedConcurrencyConfig,
      GetRuntimeManagementConfig: getRuntimeManagementConfig,
      Invoke: invoke,
      InvokeAsync: invokeAsync,
      InvokeWithResponseStream: invokeWithResponseStream,
      ListAliases: listAliases,
      ListFunctionEventInvokeConfigs: listFunctionEventInvokeConfigs,
      ListFunctions: listFunctions,
      ListLayerVersions: listLayerVersions,
      ListLayers: listLayers,
      ListProvisionedConcurrencyConfigs: listProvisionedConcurrencyConfigs,
      ListTags: listTags,
      ListVersionsByFunction: listVersionsByFunction,
      PublishLayerVersion: publishLayerVersion,
      PublishVersion: publishVersion,
      PutFunctionConcurrency: putFunctionConcurrency,
      PutFunctionEventInvokeConfig: putFunctionEventInvokeConfig,
      PutFunctionRecursionConfig: putFunctionRecursionConfig,
      PutProvisionedConcurrencyConfig: putProvisionedConcurrencyConfig,
      PutRuntimeManagementConfig: putRuntimeManagementConfig,
      RemoveLayerVersionPermission: removeLayerVersionPermission,
      RemovePermission: removePermission,
      TagResource: tagResource,
      UntagResource: untagResource,
      UpdateAlias: updateAlias,
      UpdateFunctionCode: updateFunctionCode,
      UpdateFunctionConfiguration: updateFunctionConfiguration,
      UpdateFunctionEventInvokeConfig: updateFunctionEventInvokeConfig,
    },
  });

/** Nothing runs any more, and all that was to be stored is. */
async function quiet(state: LambdaState): Promise<void> {
  await state.codeSweeper.stop();
  await state.receivedSweeper.stop();
  await state.activation.idle();
  await state.events.stop();
  state.provisioning.stop();
  await state.fleets.kill();
  await state.logRoom.settle();
  await state.meter.send();
}
