/**
 * Which shards of the timers this server fires. Every partition belongs to one shard, so what is decided for a shard is decided for all of its
 * partitions' timers. It only saves work that is done twice: that a timer settles once is a matter of its row.
 */
export interface TimerOwnership {
  /** Calls `gained` and `lost` as shards come and go, until `stop`. */
  start(shards: number, changes: OwnershipChanges): void;
  /** Gives back what it has. Nothing is called any more. */
  stop(): Promise<void>;
  /** Whether anything of a shard that was gained may begin. */
  isHeld(shard: number): boolean;
  /** A timer of a shard that is not ours has been set here: its owner need not look for it. */
  tell(shard: number, kind: string, dueMs: number): void;
}

export interface OwnershipChanges {
  readonly gained: (shard: number) => void;
  /** Fulfilled when nothing of it runs here any more. */
  readonly lost: (shard: number) => Promise<void>;
  /** The other end of `tell`. */
  readonly told: (shard: number, kind: string, dueMs: number) => void;
}

/** For a database that has one server. */
export const ownAllShards: TimerOwnership = {
  start: (shards, { gained }) => {
    for (let shard = 0; shard < shards; shard++) gained(shard);
  },
  stop: async () => {},
  isHeld: () => true,
  tell: () => {},
};
