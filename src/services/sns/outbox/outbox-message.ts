import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import type { MessageAttribute } from "../messages/message.ts";

/** What would leave the cloud, and stays here for people to look at: mails, text messages and pushes to devices. JSON. */
export interface OutboxMessage {
  readonly kind: "email" | "sms" | "application";
  /** An address, a number or an endpoint's ARN. */
  readonly to: string;
  readonly messageId: string;
  readonly body: string;
  readonly sentMs: number;
  readonly subject?: string;
  readonly from?: string;
  readonly topicArn?: string;
  readonly subscriptionArn?: string;
  /** Of mails that ask for a confirmation: the link that gives it. */
  readonly confirmationUrl?: string;
  readonly attributes?: Readonly<Record<string, MessageAttribute>>;
  readonly hasStructure?: boolean;
  /** Of text messages: `Promotional` or `Transactional`. */
  readonly smsType?: string;
}

export function outboxKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: "sns.outbox", name: "" };
}
