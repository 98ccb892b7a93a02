import { useLogGroupChoices } from "../../choices/log-groups.ts";
import type { FieldDescription } from "../../described/field-description.ts";

/** Where a stage of any kind of API keeps its access logs. */
export const logGroupField: FieldDescription = {
  name: "group",
  label: "Access log destination",
  kind: "choice",
  useChoices: useLogGroupChoices,
  description: "A log group, which has a line for each request. Empty: no access logs.",
  problem: (arn) => (/^arn:aws[a-z-]*:(logs|firehose):/.test(arn) ? undefined : "Enter the ARN of a log group."),
};
