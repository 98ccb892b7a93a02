import { invalidParameter } from "../errors.ts";
import { limits } from "../limits.ts";
import type { KnownTopic } from "../topics/topic-directory.ts";
import { bytesOfAttributes, checkAttributes, type WireAttributes } from "./message-attributes.ts";

/** A message as its publisher gives it, by itself or in a batch. */
export interface PublishedMessage {
  readonly Message: string | undefined;
  readonly Subject?: string | undefined;
  readonly MessageStructure?: string | undefined;
  readonly MessageAttributes?: WireAttributes | undefined;
  readonly MessageDeduplicationId?: string | undefined;
  readonly MessageGroupId?: string | undefined;
}

/** What may be wrong with a message wherever it goes. `at` is what errors of the form call the place. Throws AWS's errors. Source: "Publish". */
export function checkMessage({ Message: body, Subject, MessageAttributes }: PublishedMessage, at = ""): void {
  if (Subject !== undefined && !isSubject(Subject)) throw invalidParameter("Subject");
  if (!body) throw invalidParameter("Empty message");
  if (MessageAttributes) checkAttributes(MessageAttributes, at);
}

/** UTF-8 bytes of a body and its attributes: their names, types and values. */
export function bytesOf({ Message: body = "", MessageAttributes: attributes }: PublishedMessage): number {
  return Buffer.byteLength(body) + (attributes ? bytesOfAttributes(attributes) : 0);
}

/** ASCII that begins with no space and has no line breaks, less than 100 characters. */
function isSubject(subject: string): boolean {
  return /^[!-~][ -~]*$/.test(subject) && subject.length <= limits.subjectLength;
}

/** What a topic's kind asks for. */
export function checkForKind(
  { MessageGroupId: group, MessageDeduplicationId: id }: PublishedMessage,
  topic: KnownTopic,
): void {
  if (!topic.isFifo) {
    if (id !== undefined)
      throw invalidParameter(
        "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type",
      );
    if (group !== undefined) checkId(group, "MessageGroupId");
    return;
  }
  if (group === undefined) throw invalidParameter("The MessageGroupId parameter is required for FIFO topics");
  if (id === undefined && !topic.settings.deduplicatesByContent)
    throw invalidParameter(
      "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
  checkId(group, "MessageGroupId");
  if (id !== undefined) checkId(id, "MessageDeduplicationId");
}

function checkId(id: string, parameter: string): void {
  if (!/^[!-~]{1,128}$/.test(id)) throw invalidParameter(parameter);
}
