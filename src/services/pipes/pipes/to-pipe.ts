import { type Pipe, pipeArn } from "./pipe.ts";

/** As most operations answer. */
export function toAnswer(pipe: Pipe) {
  return {
    Arn: pipeArn(pipe, pipe.name),
    Name: pipe.name,
    DesiredState: pipe.desired,
    CurrentState: pipe.state,
    CreationTime: new Date(pipe.createdMs),
    LastModifiedTime: new Date(pipe.modifiedMs),
  };
}

/** As a list tells of it. */
export function toSummary(pipe: Pipe) {
  const { source: Source, target: Target, enrichment: Enrichment } = pipe.definition;
  return { ...toAnswer(pipe), StateReason: pipe.reason, Source, Target, Enrichment };
}
