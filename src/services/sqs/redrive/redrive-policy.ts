/** Where what is received too often goes. */
export interface RedrivePolicy {
  readonly deadLetterArn: string;
  readonly maxReceiveCount: number;
}

/** Reads what `checkRedrivePolicy` has let through. */
export function readRedrivePolicy(json: string): RedrivePolicy {
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(json) as Record<string, unknown>;
  return { deadLetterArn: String(deadLetterTargetArn), maxReceiveCount: Number(maxReceiveCount) };
}

/** Which queues may have a queue for their dead-letter queue. */
export type RedriveAllowPolicy =
  | { readonly redrivePermission: "allowAll" | "denyAll" }
  | { readonly redrivePermission: "byQueue"; readonly sourceQueueArns: readonly string[] };

/** Whether a queue of that ARN may be a source. `json`: what `checkRedriveAllowPolicy` has let through. */
export function allowsSource(json: string | undefined, sourceArn: string): boolean {
  if (json === undefined) return true;
  const policy = JSON.parse(json) as RedriveAllowPolicy;
  if (policy.redrivePermission !== "byQueue") return policy.redrivePermission === "allowAll";
  return policy.sourceQueueArns.includes(sourceArn);
}
