import { fail } from "../../../platform/aws-error.ts";
import { pipeNotFound } from "../errors.ts";
import type { PipesOperation } from "../operation.ts";
import { pipesKey } from "../pipes/pipe.ts";
import { pipeStore } from "../pipes/pipe-store.ts";
import { toSummary } from "../pipes/to-pipe.ts";

export const describePipe: PipesOperation<"DescribePipe"> = async ({ Name: name = "" }, context) => {
  const found = await context.host.storage.partition(pipesKey(context)).read((tx) => pipeStore.find(tx, context, name));
  const pipe = found ?? fail(pipeNotFound(name));
  const { description, sourceParameters, enrichmentParameters, targetParameters, roleArn } = pipe.definition;
  return {
    ...toSummary(pipe),
    Description: description,
    SourceParameters: sourceParameters,
    EnrichmentParameters: enrichmentParameters,
    TargetParameters: targetParameters,
    RoleArn: roleArn,
    Tags: { ...pipe.tags },
  };
};
