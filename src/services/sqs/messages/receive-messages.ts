import { parseArn } from "../../../platform/arn.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import { overLimit } from "../errors.ts";
import { limits } from "../limits.ts";
import type { SqsContext } from "../operation.ts";
import type { KnownQueue, QueueName } from "../queues/queue-directory.ts";
import { moveToDeadLetters } from "../redrive/deliver-message.ts";
import { duplicateStore } from "./duplicate-store.ts";
import { groupStore } from "./group-store.ts";
import type { StoredMessage } from "./message.ts";
import { messageStore } from "./message-store.ts";
import { expireSome } from "./remove-message.ts";

/** One ReceiveMessage, checked. */
export interface Receiving {
  readonly most: number;
  readonly visibilityMs: number;
  readonly waitMs: number;
  readonly attemptId: string | undefined;
}

/** A message as it is after its receive. */
export type Received = StoredMessage;

interface Look {
  readonly messages: readonly Received[];
  /** When there may be something that can't be received now. */
  readonly nextMs: number | undefined;
  /** It has only cleared away what stood before, as much as one write may: another look goes on. */
  readonly isUnfinished?: true;
  /** Its caller has no room: it has not looked. */
  readonly isRefused?: boolean;
}

/** Receives, or waits until there is something, the time is up, or the client has gone. Throws OverLimit. */
export async function receiveMessages(
  context: SqsContext,
  queue: KnownQueue,
  receiving: Receiving,
): Promise<readonly Received[]> {
  if (receiving.waitMs === 0) return (await admittedLook(context, queue, receiving)).messages;
  const { state, host, signal } = context;
  const untilMs = host.clock.nowMs() + receiving.waitMs;
  const receiver = state.receivers.enter(queue.messagesKey, signal);
  let messages: readonly Received[] = [];
  let isRefused = false;
  try {
    for (let current = queue; ; ) {
      const looked = await admittedLook(context, current, receiving);
      messages = looked.messages;
      isRefused = looked.isRefused === true;
      if (isRefused || messages.length > 0 || !(await receiver.wait(untilMs, looked.nextMs))) return messages;
      // Its settings may be others by now; and of one that has gone nothing is received any more.
      const found = await state.queues.find(queue);
      if (found?.id !== queue.id || found.generation !== queue.generation) return [];
      current = found;
    }
  } finally {
    // One that has no room leaves what has woken it to another.
    receiver.leave(messages.length > 0 || isRefused);
  }
}

/** A look of who has room for what it takes. */
async function admittedLook(context: SqsContext, queue: KnownQueue, receiving: Receiving): Promise<Look> {
  const { admission } = context;
  if (!admission) return lookThrough(context, queue, receiving);
  if (!(await admission.enter())) return { messages: [], nextMs: undefined, isRefused: true };
  let hasTaken = false;
  try {
    const looked = await lookThrough(context, queue, receiving);
    hasTaken = looked.messages.length > 0;
    return looked;
  } finally {
    if (!hasTaken) admission.leave();
  }
}

/** As many looks as it takes to come to an end of what is only cleared away. */
async function lookThrough(context: SqsContext, queue: KnownQueue, receiving: Receiving): Promise<Look> {
  for (;;) {
    const looked = await look(context, queue, receiving);
    if (!looked.isUnfinished || context.signal.aborted) return looked;
  }
}

/** One look, in one commit: what is received, and what is too old or goes to the dead-letter queue instead. */
async function look(context: SqsContext, queue: KnownQueue, receiving: Receiving): Promise<Look> {
  const { storage, clock } = context.host;
  const redrive = await redriveOf(context, queue);
  const looked = await storage.partition(queue.messagesKey).write(async (tx): Promise<Look> => {
    const nowMs = clock.nowMs();
    if (await expireSome(tx, queue, nowMs)) return unfinished;
    const repeated = await repeatAttempt(tx, queue, receiving, nowMs);
    if (repeated) return { messages: repeated, nextMs: undefined };
    const room = await context.state.inFlight.room(tx, queue);
    // Source: "Amazon SQS visibility timeout": long polls and FIFO queues say nothing of it.
    if (room === 0 && !queue.isFifo && receiving.waitMs === 0) throw overLimit();
    const taking = new Taking(tx, { context, queue, receiving, redrive, nowMs });
    const most = Math.min(receiving.most, room);
    if (queue.isFifo) await takeFromGroups(taking, most);
    else await takeInOrder(taking, most);
    const { messages } = taking;
    if (messages.length > 0) await taking.noteAttempt();
    else if (taking.isFull) return unfinished;
    else if (!queue.isFifo) return { messages, nextMs: await messageStore.nextVisibleMs(tx, nowMs) };
    else return { messages, nextMs: await groupStore.nextReadyMs(tx, nowMs) };
    return { messages, nextMs: undefined };
  });
  context.state.inFlight.received(queue, looked.messages.length);
  return looked;
}

/** What has been received too often stays where it is while the dead-letter queue is not there. */
async function redriveOf({ state }: SqsContext, { settings }: KnownQueue): Promise<Redrive | undefined> {
  if (!settings.redrive) return undefined;
  const { deadLetterArn, maxReceiveCount } = settings.redrive;
  const { account = "", region = "", resource = "" } = parseArn(deadLetterArn) ?? {};
  const to = { account, region, name: resource };
  return (await state.queues.find(to)) && { to, maxReceiveCount };
}

interface Redrive {
  readonly to: QueueName;
  readonly maxReceiveCount: number;
}

async function takeInOrder(taking: Taking, most: number): Promise<void> {
  while (taking.messages.length < most && !taking.isFull) {
    const wanted = most - taking.messages.length;
    const found = await messageStore.listVisible(taking.tx, taking.nowMs, wanted);
    // What has just been received for no time is visible still: nobody is given it twice in one answer.
    const fresh = found.filter(({ seq }) => !taking.has(seq));
    for (const message of fresh) await taking.take(message);
    if (found.length < wanted || fresh.length === 0) return;
  }
}

/** As many of one group as there are, in their order, before those of the next. Source: "FIFO queue delivery logic". */
async function takeFromGroups(taking: Taking, most: number): Promise<void> {
  const { tx, nowMs } = taking;
  while (taking.messages.length < most && !taking.isFull) {
    const groups = await groupStore.listReady(tx, nowMs, limits.messagesPerReceive * 2);
    const fresh = groups.filter((groupId) => !taking.groups.has(groupId));
    if (fresh.length === 0) return;
    for (const groupId of fresh) {
      if (taking.messages.length >= most || taking.isFull) return;
      await takeFromGroup(taking, groupId, most);
    }
  }
}

async function takeFromGroup(taking: Taking, groupId: string, most: number): Promise<void> {
  const { tx, nowMs } = taking;
  taking.groups.add(groupId);
  for (;;) {
    const wanted = most - taking.messages.length;
    const found = await messageStore.listGroup(tx, groupId, wanted);
    let moved = 0;
    for (const message of found) {
      // What comes after one that is in flight or delayed waits for it.
      if (message.visibleMs > nowMs || taking.has(message.seq)) break;
      if (!(await taking.take(message))) moved++;
    }
    // Those that went to the dead-letter queue have made room for others.
    if (moved > 0 && moved === found.length && !taking.isFull) continue;
    await groupStore.refresh(tx, groupId);
    return;
  }
}

const unfinished: Look = { messages: [], nextMs: undefined, isUnfinished: true };

/** So many go to the dead-letter queue in one write. */
const deadLettersAtOnce = 100;

interface LookedFor {
  readonly context: SqsContext;
  readonly queue: KnownQueue;
  readonly receiving: Receiving;
  readonly redrive: Redrive | undefined;
  readonly nowMs: number;
}

/** What one look takes. */
class Taking {
  readonly messages: Received[] = [];
  readonly groups = new Set<string>();
  readonly tx: WriteTransaction;
  readonly nowMs: number;
  readonly #of: LookedFor;
  #deadLetters = 0;

  constructor(tx: WriteTransaction, of: LookedFor) {
    this.tx = tx;
    this.nowMs = of.nowMs;
    this.#of = of;
  }

  /** It has done as much as one write may. */
  get isFull(): boolean {
    return this.#deadLetters >= deadLettersAtOnce;
  }

  has(seq: number): boolean {
    return this.messages.some((message) => message.seq === seq);
  }

  /** False if it went to the dead-letter queue: it has been received as often as it may. */
  async take(message: StoredMessage): Promise<boolean> {
    const { context, queue, receiving, redrive } = this.#of;
    if (redrive && message.receives >= redrive.maxReceiveCount) {
      await moveToDeadLetters(this.tx, { from: queue, to: redrive.to, message, id: context.host.random.uuid() });
      this.#deadLetters++;
      return false;
    }
    const visibleMs = this.nowMs + receiving.visibilityMs;
    await messageStore.setReceived(this.tx, message.seq, this.nowMs, visibleMs);
    const firstReceivedMs = message.firstReceivedMs ?? this.nowMs;
    this.messages.push({ ...message, visibleMs, firstReceivedMs, receives: message.receives + 1 });
    return true;
  }

  async noteAttempt(): Promise<void> {
    const { attemptId } = this.#of.receiving;
    if (attemptId === undefined) return;
    const message = JSON.stringify(this.messages.map(({ seq, receives, visibleMs }) => ({ seq, receives, visibleMs })));
    const untilMs = this.nowMs + limits.deduplicationMs;
    await duplicateStore.note(this.tx, { id: `receive ${attemptId}`, groupId: "", untilMs, message }, this.nowMs);
  }
}

/**
 * The answer of the same attempt, while all its messages are in flight by it and unchanged; their time begins anew. Source: "ReceiveMessage",
 * ReceiveRequestAttemptId.
 */
async function repeatAttempt(
  tx: WriteTransaction,
  queue: KnownQueue,
  { attemptId, visibilityMs }: Receiving,
  nowMs: number,
): Promise<readonly Received[] | undefined> {
  if (attemptId === undefined || !queue.isFifo) return undefined;
  const id = `receive ${attemptId}`;
  const noted = await duplicateStore.find(tx, id, "", nowMs);
  if (noted === undefined) return undefined;
  const messages: Received[] = [];
  for (const { seq, receives, visibleMs } of JSON.parse(noted) as Pick<Received, "seq" | "receives" | "visibleMs">[]) {
    const message = await messageStore.find(tx, seq);
    const isUnchanged = message?.receives === receives && message.visibleMs === visibleMs && visibleMs > nowMs;
    if (!isUnchanged) return undefined;
    messages.push({ ...message, visibleMs: nowMs + visibilityMs });
  }
  for (const { seq, visibleMs, groupId } of messages) {
    await messageStore.setVisible(tx, seq, visibleMs);
    if (groupId !== undefined) await groupStore.refresh(tx, groupId);
  }
  const message = JSON.stringify(messages.map(({ seq, receives, visibleMs }) => ({ seq, receives, visibleMs })));
  await duplicateStore.note(tx, { id, groupId: "", untilMs: nowMs + limits.deduplicationMs, message }, nowMs);
  return messages;
}
