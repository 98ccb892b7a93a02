import { DLMClient, type DLMClientConfig } from "@aws-sdk/client-dlm";
import { AwsRestJsonProtocol } from "@aws-sdk/core/protocols";
import { makeBuilder } from "@smithy/core/client";
import { getEndpointPlugin } from "@smithy/core/endpoints";
import * as schemas from "./schemas.ts";
import type * as types from "./types.ts";

export * from "./errors.ts";
export * from "./schemas.ts";
export type * from "./types.ts";

/**
 * Recycle Bin's client, made of what the SDK's clients of other services are made of: the server's wire, tests and the console use it as they use those.
 * Data Lifecycle Manager's speaks the same protocol; what is said of the service is said here.
 */
export interface RbinClient extends Pick<DLMClient, "destroy" | "middlewareStack"> {
  send<Output>(command: CommandOf<unknown, Output>): Promise<Output>;
}

class OwnClient extends DLMClient {
  constructor(configuration: DLMClientConfig = {}) {
    super({
      serviceId: "rbin",
      protocol: AwsRestJsonProtocol,
      protocolSettings: {
        defaultNamespace: "com.amazonaws.rbin",
        version: "2021-06-15",
        errorTypeRegistries: schemas.errorTypeRegistries,
      },
      endpointProvider: ({ Region, Endpoint }: { Region?: string; Endpoint?: string }) => ({
        url: new URL(Endpoint ?? `https://rbin.${Region}.amazonaws.com`),
      }),
      httpAuthSchemeProvider: ({ region }: { region: string }) => [
        {
          schemeId: "aws.auth#sigv4",
          signingProperties: { name: "rbin", region },
          propertiesExtractor: (config: object, context: object) => ({ signingProperties: { config, context } }),
        },
      ],
      ...configuration,
    } as DLMClientConfig);
    (this.config as { defaultSigningName?: string }).defaultSigningName = "rbin";
  }
}

export const RbinClient = OwnClient as never as new (configuration?: DLMClientConfig) => RbinClient;

/** A command as the SDK types it: what it is given, and what a client makes of it. */
interface CommandOf<Input, Output> {
  readonly input: Input;
  resolveMiddleware(
    stack: object,
    configuration: object,
    options: object,
  ): (given: object) => Promise<{ output: Output }>;
}
type CommandClass<Input, Output> = new (input: Input) => CommandOf<Input, Output>;

const endpointParameters = {
  UseFIPS: { type: "builtInParams", name: "useFipsEndpoint" },
  Endpoint: { type: "builtInParams", name: "endpoint" },
  Region: { type: "builtInParams", name: "region" },
  UseDualStack: { type: "builtInParams", name: "useDualstackEndpoint" },
} as const;

const build = makeBuilder(endpointParameters as never, "AmazonRecycleBin", "RbinClient", getEndpointPlugin as never);

function command<Input, Output>(name: string, schema: unknown): CommandClass<Input, Output> {
  return build({}, () => [], name, schema as never) as never;
}

export class CreateRuleCommand extends command<types.CreateRuleRequest, types.CreateRuleResponse>(
  "CreateRule",
  schemas.CreateRule$,
) {}
export class DeleteRuleCommand extends command<types.DeleteRuleRequest, types.DeleteRuleResponse>(
  "DeleteRule",
  schemas.DeleteRule$,
) {}
export class GetRuleCommand extends command<types.GetRuleRequest, types.GetRuleResponse>("GetRule", schemas.GetRule$) {}
export class ListRulesCommand extends command<types.ListRulesRequest, types.ListRulesResponse>(
  "ListRules",
  schemas.ListRules$,
) {}
export class ListTagsForResourceCommand extends command<
  types.ListTagsForResourceRequest,
  types.ListTagsForResourceResponse
>("ListTagsForResource", schemas.ListTagsForResource$) {}
export class LockRuleCommand extends command<types.LockRuleRequest, types.LockRuleResponse>(
  "LockRule",
  schemas.LockRule$,
) {}
export class TagResourceCommand extends command<types.TagResourceRequest, types.TagResourceResponse>(
  "TagResource",
  schemas.TagResource$,
) {}
export class UnlockRuleCommand extends command<types.UnlockRuleRequest, types.UnlockRuleResponse>(
  "UnlockRule",
  schemas.UnlockRule$,
) {}
export class UntagResourceCommand extends command<types.UntagResourceRequest, types.UntagResourceResponse>(
  "UntagResource",
  schemas.UntagResource$,
) {}
export class UpdateRuleCommand extends command<types.UpdateRuleRequest, types.UpdateRuleResponse>(
  "UpdateRule",
  schemas.UpdateRule$,
) {}
