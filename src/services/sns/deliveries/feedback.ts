import type { Attributes } from "../topics/topic.ts";

/** Whose deliveries are told of by a topic, in the names of its attributes. */
export const feedbackProtocols = ["HTTP", "Lambda", "SQS", "Application"] as const;

export type FeedbackProtocol = (typeof feedbackProtocols)[number];

/** Delivery status logging: where a role is named, deliveries are logged in CloudWatch Logs. Source: "Amazon SNS message delivery status". */
export type Feedback = Readonly<Partial<Record<FeedbackProtocol, ProtocolFeedback>>>;

export interface ProtocolFeedback {
  readonly successRole: string | undefined;
  /** Of those that succeed, percent. */
  readonly sampleRate: number;
  readonly failureRole: string | undefined;
}

export function toFeedback(attributes: Attributes): Feedback {
  const feedback: Partial<Record<FeedbackProtocol, ProtocolFeedback>> = {};
  for (const protocol of feedbackProtocols) {
    const successRole = attributes[`${protocol}SuccessFeedbackRoleArn`];
    const failureRole = attributes[`${protocol}FailureFeedbackRoleArn`];
    if (successRole === undefined && failureRole === undefined) continue;
    const sampleRate = Number(attributes[`${protocol}SuccessFeedbackSampleRate`] ?? 0);
    feedback[protocol] = { successRole, sampleRate, failureRole };
  }
  return feedback;
}
