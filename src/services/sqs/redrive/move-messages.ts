import { parseArn } from "../../../platform/arn.ts";
import type { Firing, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import type { EffectContext, ServiceTimer } from "../../service.ts";
import { groupStore } from "../messages/group-store.ts";
import type { StoredMessage } from "../messages/message.ts";
import { messageStore } from "../messages/message-store.ts";
import { isFifo } from "../queues/queue.ts";
import type { QueueName } from "../queues/queue-directory.ts";
import type { SqsState } from "../state.ts";
import { leave, nameOf } from "./deliver-message.ts";
import type { MoveTask } from "./move-task.ts";
import { moveTaskStore } from "./move-task-store.ts";

export const moveTimer = "sqs.move-messages";

/** Messages moved in one commit where no rate is asked for. */
const movedAtOnce = 100;
/** A rate is kept by so many small steps a second. */
const stepsPerSecond = 10;

/** One step of a move task, until nothing is left; what it moves and how far it has come are one commit. */
export const moveMessages: ServiceTimer<SqsState> = {
  fire: async (firing, context) => {
    const { host } = context;
    const partition = host.storage.partition(firing.from);
    const task = await partition.read((tx) => moveTaskStore.find(tx, firing.key));
    if (task?.status !== "RUNNING") return;
    const { count, afterMs } = stepOf(task);
    const source = toName(task.sourceArn);
    const nowMs = host.clock.nowMs();
    const movable = await partition.read((tx) => listMovable(tx, source, count, nowMs));
    const destinations = await resolve(context, task, movable);
    await partition.write(async (tx) => {
      // Whoever cancels it takes the timer away, too: then this settles nothing, and nothing is moved.
      const current = (await moveTaskStore.find(tx, firing.key)) ?? task;
      const step = await move(tx, { task: current, destinations, count, source, nowMs, firing });
      await moveTaskStore.put(tx, step);
      await firing.settle(tx, step.status === "RUNNING" ? { dueMs: nowMs + afterMs } : undefined);
    });
  },
};

interface Step {
  readonly task: MoveTask;
  /** By ARN, of those that have been looked for. */
  readonly destinations: ReadonlyMap<string, QueueName | undefined>;
  readonly count: number;
  readonly source: QueueName;
  readonly nowMs: number;
  readonly firing: Firing;
}

/** Gives the task as it is afterwards. */
async function move(
  tx: WriteTransaction,
  { task, destinations, count, source, nowMs, firing }: Step,
): Promise<MoveTask> {
  const messages = await listMovable(tx, source, Math.min(count, Math.max(task.toMove - task.moved, 0)), nowMs);
  if (messages.length === 0) return { ...task, status: "COMPLETED" };
  let { moved } = task;
  for (const message of messages) {
    const arn = task.destinationArn ?? message.details.deadLetterSource;
    if (arn === undefined) return { ...task, moved, status: "FAILED", failureReason: "CouldNotDetermineMessageSource" };
    // It has come since they were looked for: the next step moves it.
    if (!destinations.has(arn)) break;
    const to = destinations.get(arn);
    if (!to) return { ...task, moved, status: "FAILED", failureReason: "AWS.SimpleQueueService.NonExistentQueue" };
    const { deadLetterSource: _, ...details } = message.details;
    // Source: "Configure a dead-letter queue redrive": it is a new message, which is kept as long as any.
    const moving = {
      to,
      from: nameOf(source),
      message: { id: message.id, body: message.body, details, groupId: message.groupId, sentMs: nowMs, delayMs: 0 },
    };
    await leave(tx, { message, moving, id: `${firing.id}/${message.seq}` });
    if (isFifo(source) && message.groupId !== undefined) await groupStore.refresh(tx, message.groupId);
    moved++;
  }
  return { ...task, moved };
}

function stepOf({ perSecond }: MoveTask): { readonly count: number; readonly afterMs: number } {
  if (perSecond === undefined) return { count: movedAtOnce, afterMs: 0 };
  if (perSecond < stepsPerSecond) return { count: 1, afterMs: 1000 / perSecond };
  const count = Math.floor(perSecond / stepsPerSecond);
  return { count, afterMs: (count * 1000) / perSecond };
}

/** What can be received now, in the order in which it would be. */
async function listMovable(
  tx: ReadTransaction,
  source: QueueName,
  count: number,
  nowMs: number,
): Promise<StoredMessage[]> {
  if (count === 0) return [];
  if (!isFifo(source)) return messageStore.listVisible(tx, nowMs, count);
  const messages: StoredMessage[] = [];
  for (const groupId of await groupStore.listReady(tx, nowMs, count)) {
    for (const message of await messageStore.listGroup(tx, groupId, count - messages.length)) {
      if (message.visibleMs > nowMs) break;
      messages.push(message);
    }
    if (messages.length >= count) break;
  }
  return messages;
}

/** The queues that the messages are to go to, as far as they are there. */
async function resolve(
  { state }: EffectContext<SqsState>,
  { destinationArn }: MoveTask,
  messages: readonly StoredMessage[],
): Promise<ReadonlyMap<string, QueueName | undefined>> {
  const arns = new Set(messages.map(({ details }) => destinationArn ?? details.deadLetterSource));
  const found = new Map<string, QueueName | undefined>();
  for (const arn of arns) {
    if (arn === undefined) continue;
    const queue = await state.queues.find(toName(arn));
    found.set(arn, queue && nameOf(queue));
  }
  return found;
}

export function toName(arn: string): QueueName {
  const { account = "", region = "", resource = "" } = parseArn(arn) ?? {};
  return { account, region, name: resource };
}
