import type { Effect, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import type { EffectReceiver } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import type { BusName } from "../buses/event-bus.ts";
import type { KnownBus, Receiver } from "../buses/known-bus.ts";
import { limits } from "../limits.ts";
import type { EventsState } from "../state.ts";
import type { BusEvent } from "./bus-event.ts";
import { type FanOut, fanOutStore } from "./fan-out-store.ts";
import { effectsOf, type Place, receiversOf } from "./to-effects.ts";

/** JSON. The next piece of a fan-out: an effect, so that it has its turn when those of the piece before have had theirs. */
interface FanOutPiece {
  readonly fanOut: string;
  readonly piece: number;
}

/** The topic of deliveries, and so behind them. */
export const deliveryTopic = "eventbridge.delivery";

/**
 * What events lead to, gathered for one commit, as far as a commit should go: of an event that leads to more, that it does is written instead, and the rest follows
 * in pieces of the same size.
 */
export class Gathered {
  readonly #effects: Effect[] = [];
  readonly #fanOuts: [string, FanOut][] = [];
  #bytes = 0;

  get isEmpty(): boolean {
    return this.#effects.length === 0 && this.#fanOuts.length === 0;
  }

  /** Whether deliveries will follow that are not of this commit. */
  get hasMore(): boolean {
    return this.#fanOuts.length > 0;
  }

  /** Nothing more should go into this commit. */
  get isFull(): boolean {
    return this.#effects.length >= limits.effectsAtOnce || this.#bytes >= limits.effectBytesAtOnce;
  }

  add(bus: KnownBus, receivers: readonly Receiver[], event: BusEvent, filterArns?: readonly string[]): void {
    const room = limits.effectsAtOnce - this.#effects.length;
    const piece = take(bus, receivers, event, undefined, {
      effects: room,
      bytes: limits.effectBytesAtOnce - this.#bytes,
    });
    if (piece.after === undefined) {
      this.#effects.push(...piece.effects);
      this.#bytes += piece.bytes;
      return;
    }
    const { account, region, bus: name } = bus;
    const { id, replayName = "" } = event;
    this.#fanOuts.push([`${id} ${name} ${replayName}`, { bus: { account, region, bus: name }, event, filterArns }]);
    this.#bytes += event.detail.length;
  }

  async emit(tx: WriteTransaction): Promise<void> {
    for (const effect of this.#effects) await tx.emit(effect);
    for (const [id, fanOut] of this.#fanOuts) {
      // What is put again by its de-duplication id is there already, or is done with and recognised by its targets.
      if (await fanOutStore.find(tx, id)) continue;
      await fanOutStore.put(tx, { id, piece: 0, fanOut });
      await tx.emit(toEffect(id, 0));
    }
  }
}

export function isFanOut({ id }: Effect): boolean {
  return id.startsWith(prefix);
}

/**
 * The next piece of an event's deliveries, and how far it has come with it, in one commit. Rules are as they are now, but for those that have come since the event
 * did.
 */
export const continueFanOut: EffectReceiver<EventsState> = async ({ payload }, from, { host, state }) => {
  const { fanOut: id, piece } = JSON.parse(payload) as FanOutPiece;
  const partition = host.storage.partition(from);
  const isNext = async (tx: ReadTransaction) => {
    const row = await fanOutStore.find(tx, id);
    return row?.piece === piece ? row.fanOut : undefined;
  };
  const fanOut = await partition.read(isNext);
  if (!fanOut) return delivered;
  const { event, filterArns } = fanOut;
  const bus = await state.buses.find(fanOut.bus);
  const receivers = bus ? receiversOf(bus, event, filterArns).filter((receiver) => wasThere(receiver, event)) : [];
  const { effects, after } = take(fanOut.bus, receivers, event, fanOut.after, {
    effects: limits.effectsAtOnce,
    bytes: limits.effectBytesAtOnce,
  });
  await partition.write(async (tx) => {
    if (!(await isNext(tx))) return;
    for (const effect of effects) await tx.emit(effect);
    if (after === undefined) return fanOutStore.remove(tx, id);
    await fanOutStore.put(tx, { id, piece: piece + 1, fanOut: { ...fanOut, after } });
    await tx.emit(toEffect(id, piece + 1));
  });
  return delivered;
};

const prefix = "fan-out ";

function toEffect(id: string, piece: number): Effect {
  const payload: FanOutPiece = { fanOut: id, piece };
  return { topic: deliveryTopic, id: `${prefix}${id} ${piece}`, payload: JSON.stringify(payload) };
}

interface Piece {
  readonly effects: readonly Effect[];
  readonly bytes: number;
  /** Undefined where it was the last. */
  readonly after: Place | undefined;
}

/** What comes behind a place, as much as there is room for, but at least one. */
function take(
  at: BusName,
  receivers: readonly Receiver[],
  event: BusEvent,
  behind: Place | undefined,
  room: { readonly effects: number; readonly bytes: number },
): Piece {
  const effects: Effect[] = [];
  let bytes = 0;
  let last: Place | undefined;
  for (const { effect, place } of effectsOf(at, receivers, event, behind)) {
    const isFull = effects.length >= room.effects || bytes >= room.bytes;
    if (isFull && last) return { effects, bytes, after: last };
    if (effect) {
      effects.push(effect);
      bytes += effect.payload.length;
    }
    last = place;
  }
  return { effects, bytes, after: undefined };
}

function wasThere(receiver: Receiver, { ingestedMs }: BusEvent): boolean {
  return (receiver.kind === "rule" ? receiver.rule : receiver.archive).createdMs <= ingestedMs;
}
