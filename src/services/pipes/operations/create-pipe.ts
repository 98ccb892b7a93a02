import { notBuilt, pipeExists, tooManyPipes } from "../errors.ts";
import { limits } from "../limits.ts";
import type { PipesOperation } from "../operation.ts";
import { beginChange } from "../pipes/change.ts";
import { checkDefinition } from "../pipes/check-definition.ts";
import { checkTags } from "../pipes/check-tags.ts";
import { type Definition, type Pipe, pipesKey } from "../pipes/pipe.ts";
import { pipeStore } from "../pipes/pipe-store.ts";
import { toAnswer } from "../pipes/to-pipe.ts";

/** Makes a pipe; it is CREATING until its role has been assumed. */
export const createPipe: PipesOperation<"CreatePipe"> = async (input, context) => {
  const { Name: name = "", DesiredState: desired = "RUNNING", Tags: tags = {} } = input;
  if (input.LogConfiguration !== undefined) throw notBuilt("LogConfiguration");
  if (input.KmsKeyIdentifier !== undefined) throw notBuilt("KmsKeyIdentifier");
  checkTags(tags);
  const definition: Definition = {
    description: input.Description,
    source: input.Source ?? "",
    sourceParameters: input.SourceParameters,
    enrichment: input.Enrichment || undefined,
    enrichmentParameters: input.EnrichmentParameters,
    target: input.Target ?? "",
    targetParameters: input.TargetParameters,
    roleArn: input.RoleArn ?? "",
  };
  await checkDefinition(definition, context.host);
  const { storage, clock, random } = context.host;
  const { account, region } = context;
  const revision = random.uuid();
  const made = await storage.partition(pipesKey(context)).write(async (tx) => {
    if (await pipeStore.find(tx, context, name)) throw pipeExists(name);
    if ((await pipeStore.count(tx)) >= limits.pipes) throw tooManyPipes(limits.pipes);
    const nowMs = clock.nowMs();
    const times = { createdMs: nowMs, modifiedMs: nowMs };
    const pipe: Pipe = { account, region, name, desired, state: "CREATING", ...times, definition, tags, revision };
    await beginChange(tx, pipe, nowMs);
    return pipe;
  });
  return toAnswer(made);
};
