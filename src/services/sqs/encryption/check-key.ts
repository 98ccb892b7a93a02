import { missingKey } from "../../missing-key.ts";
import { kmsNotFound } from "../errors.ts";
import type { KnownQueue } from "../queues/queue-directory.ts";

/** Asked at each send and receive, not when the attribute is set. Throws KmsNotFound. Source: "Encryption at rest in Amazon SQS". */
export function checkKey(queue: KnownQueue): void {
  const missing = missingKey(queue.attributes.KmsMasterKeyId, "alias/aws/sqs", queue);
  if (missing !== undefined) throw kmsNotFound(missing);
}
