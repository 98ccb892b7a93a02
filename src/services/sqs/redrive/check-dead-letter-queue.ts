import { parseArn } from "../../../platform/arn.ts";
import { invalidValue } from "../errors.ts";
import type { SqsContext } from "../operation.ts";
import { type Attributes, queueArn } from "../queues/queue.ts";
import { allowsSource, readRedrivePolicy } from "./redrive-policy.ts";

/**
 * Whether a queue's dead-letter queue is there, is of its kind, stands beside it, and lets it. Throws InvalidParameterValue. Source: "Using dead-letter
 * queues in Amazon SQS".
 */
export async function checkDeadLetterQueue(
  { state, account, region }: SqsContext,
  { name, fifo, attributes }: { name: string; fifo: boolean; attributes: Attributes },
): Promise<void> {
  const { RedrivePolicy: json } = attributes;
  if (json === undefined) return;
  const { deadLetterArn } = readRedrivePolicy(json);
  const arn = parseArn(deadLetterArn);
  const refuse = (reason: string) => invalidValue(json, "RedrivePolicy", reason);
  if (!arn || arn.account !== account || arn.region !== region)
    throw refuse("Dead-letter target owner should be same as the source.");
  const target = await state.queues.find({ account, region, name: arn.resource });
  if (!target) throw refuse("Dead letter target does not exist.");
  if (target.isFifo !== fifo)
    throw refuse(
      `${fifo ? "FIFO" : "Standard"} queues can only be associated with ${fifo ? "FIFO" : "standard"} dead-letter queues.`,
    );
  if (!allowsSource(target.attributes.RedriveAllowPolicy, queueArn({ account, region }, name)))
    throw refuse("Dead letter target does not allow this queue as a source.");
}
