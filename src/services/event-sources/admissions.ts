/** Room for handling a batch, had before its records are taken: nothing is received that there is no room for. */
export interface Admissions<Ticket> {
  /** Undefined where there is no room. Rejects where there is none to be had: what is to handle it has gone. */
  enter(): Promise<Ticket | undefined> | Ticket | undefined;
  /** The ticket was not needed. */
  leave(ticket: Ticket): void;
  /** Calls back, at least once, when there may be room again. */
  onRoom(callback: () => void): void;
  /** Waits for room for records that have been taken already, until that time; undefined where there was none. */
  insist(untilMs: number, signal: AbortSignal): Promise<Ticket | undefined>;
}

/** For handlers that always have room. */
export const unlimited: Admissions<true> = {
  enter: () => true,
  leave: () => {},
  onRoom: (callback) => callback(),
  insist: async () => true,
};
