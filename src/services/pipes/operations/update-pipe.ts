import { fail } from "../../../platform/aws-error.ts";
import { notBuilt, pipeNotFound } from "../errors.ts";
import type { PipesOperation } from "../operation.ts";
import { changePipe } from "../pipes/change.ts";
import { checkDefinition } from "../pipes/check-definition.ts";
import { type Definition, pipesKey } from "../pipes/pipe.ts";
import { pipeStore } from "../pipes/pipe-store.ts";
import { toAnswer } from "../pipes/to-pipe.ts";

/** Changes what is given; what is left out stays. The source stays always. */
export const updatePipe: PipesOperation<"UpdatePipe"> = async (input, context) => {
  const { Name: name = "" } = input;
  if (input.LogConfiguration !== undefined) throw notBuilt("LogConfiguration");
  if (input.KmsKeyIdentifier) throw notBuilt("KmsKeyIdentifier");
  const { storage, random } = context.host;
  const found = await storage.partition(pipesKey(context)).read((tx) => pipeStore.find(tx, context, name));
  const former = found ?? fail(pipeNotFound(name));
  const definition: Definition = {
    ...former.definition,
    description: input.Description ?? former.definition.description,
    // Those of other kinds of sources, whose types differ, are refused.
    sourceParameters: {
      ...former.definition.sourceParameters,
      ...(input.SourceParameters as Definition["sourceParameters"]),
    },
    enrichment: (input.Enrichment ?? former.definition.enrichment) || undefined,
    enrichmentParameters: input.EnrichmentParameters ?? former.definition.enrichmentParameters,
    target: input.Target ?? former.definition.target,
    targetParameters: input.TargetParameters ?? former.definition.targetParameters,
    roleArn: input.RoleArn ?? former.definition.roleArn,
  };
  await checkDefinition(definition, context.host);
  const revision = random.uuid();
  const changed = await changePipe(context, name, (pipe) => ({
    ...pipe,
    state: "UPDATING",
    desired: input.DesiredState ?? pipe.desired,
    definition,
    revision,
  }));
  return toAnswer(changed);
};
