import { transition } from "../../platform/transitions.ts";
import type { Invocation, InvokeResult, OnPart } from "../sandbox.ts";

/** Hands an event to a client that waits for one; false if it has gone. */
type Deliver = (invocation: Invocation) => boolean;

/** The answering of one event. */
export interface Turn {
  /** Takes a response in pieces. */
  readonly onPart: OnPart | undefined;
  end(result: InvokeResult): void;
}

/** An event that was given to the environment. */
interface Current {
  readonly invocation: Invocation;
  readonly onPart: OnPart | undefined;
  readonly settle: (result: InvokeResult) => void;
}

const life = {
  /** Its `next` ends the INIT phase. */
  starting: { next: "waiting", failInit: "failed" },
  waiting: { next: "waiting", invoke: "busy" },
  /** A client that asks again before it has answered has lost the event, and gets it once more. */
  busy: { next: "busy", answer: "answering" },
  answering: { next: "askedEarly", end: "answered" },
  /** It asks for more while the last of its answer is still being read. */
  askedEarly: { next: "askedEarly", end: "waiting" },
  /** It has answered and not yet asked for more: perhaps it never will. */
  answered: { next: "waiting" },
  failed: {},
} as const;

/** As AWS's own states are called in its errors. */
const names: Readonly<Record<keyof typeof life, string>> = {
  starting: "Started",
  waiting: "Ready",
  busy: "Running",
  answering: "InvocationResponse",
  askedEarly: "InvocationResponse",
  answered: "ResponseSent",
  failed: "InitError",
};

/** One environment's conversation over the Runtime API. */
export class RuntimeSession {
  readonly #onInitialised: (error: Buffer | undefined) => void;
  #state: keyof typeof life = "starting";
  #waiting: Deliver | undefined;
  #current: Current | undefined;
  /** Waits for it to ask for more. */
  #asked: PromiseWithResolvers<void> | undefined;

  /** `onInitialised` is called once, with AWS's error object if the function could not be loaded. */
  constructor(onInitialised: (error: Buffer | undefined) => void) {
    this.#onInitialised = onInitialised;
  }

  get stateName(): string {
    return names[this.#state];
  }

  /** The runtime asks for an event. False if it may not now. */
  next(deliver: Deliver): boolean {
    const { [this.#state]: events } = life;
    if (!("next" in events)) return false;
    const former = this.#state;
    this.#move("next");
    if (former === "starting") this.#onInitialised(undefined);
    if (this.#current && this.#state === "busy") deliver(this.#current.invocation);
    else this.#waiting = deliver;
    this.#asked?.resolve();
    this.#asked = undefined;
    return true;
  }

  /** The runtime is no more: nobody need wait for it. */
  end(): void {
    this.#asked?.resolve();
    this.#asked = undefined;
  }

  /** Fulfilled when it asks for more or ends, if it has answered and not done so yet; undefined otherwise. */
  untilAsked(): Promise<void> | undefined {
    if (this.#state !== "answered") return undefined;
    this.#asked ??= Promise.withResolvers();
    return this.#asked.promise;
  }

  /** One event at a time, for a runtime that asks for it. Fulfilled with its answer. */
  invoke(invocation: Invocation, onPart: OnPart | undefined): Promise<InvokeResult> {
    return new Promise((resolve) => {
      this.#current = { invocation, onPart, settle: resolve };
      this.#move("invoke");
      const deliver = this.#waiting;
      this.#waiting = undefined;
      // A client that has gone asks again, while the event is the current one.
      deliver?.(invocation);
    });
  }

  /** The runtime begins to answer the event of that id. Undefined if there is none. */
  answer(requestId: string): Turn | undefined {
    const current = this.#current;
    if (this.#state !== "busy" || current?.invocation.requestId !== requestId) return undefined;
    this.#move("answer");
    return {
      onPart: current.onPart,
      end: (result) => {
        this.#move("end");
        this.#current = undefined;
        current.settle(result);
      },
    };
  }

  /** False if it is too late for that. */
  failInit(error: Buffer): boolean {
    if (this.#state !== "starting") return false;
    this.#move("failInit");
    this.#onInitialised(error);
    return true;
  }

  #move(event: string): void {
    this.#state = transition(life, this.#state, event);
  }
}
