import type { Target as TargetShape } from "@aws-sdk/client-eventbridge";

/** What a rule's events are sent to, as PutTargets was given it. JSON. */
export type Target = TargetShape & { readonly Id: string; readonly Arn: string };
