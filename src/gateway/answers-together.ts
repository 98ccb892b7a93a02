/**
 * Answers that are ready in one turn of the event loop go out at its end, one behind the other. Who waits for them sleeps in the kernel, and to wake him is the dearest part of a
 * write: he is woken once and finds them all, where each would have woken him while the next request was being worked at. A single answer loses some microseconds.
 */
export class AnswersTogether {
  #turn: Promise<void> | undefined;

  /** Fulfilled when what this turn works at has been done. */
  endOfTurn(): Promise<void> {
    this.#turn ??= new Promise<void>((resolve) => {
      setImmediate(() => {
        this.#turn = undefined;
        resolve();
      });
    });
    return this.#turn;
  }
}
