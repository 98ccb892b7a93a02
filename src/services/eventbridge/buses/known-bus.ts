import type { PatternIndex } from "../../event-pattern/pattern-index.ts";
import type { Archive } from "../archives/archive.ts";
import type { Rule } from "../rules/rule.ts";
import type { Target } from "../targets/target.ts";
import type { BusName, EventBus } from "./event-bus.ts";

/** A rule that events are matched against, with all that a match leads to. */
export interface KnownRule {
  readonly kind: "rule";
  readonly rule: Rule;
  readonly arn: string;
  readonly targets: readonly Target[];
}

/** An archive takes what matches its pattern, or all. */
export interface KnownArchive {
  readonly kind: "archive";
  readonly archive: Archive;
}

export type Receiver = KnownRule | KnownArchive;

/** A bus with its rules compiled: no event reads a row. */
export interface KnownBus extends BusName {
  readonly record: EventBus;
  readonly index: PatternIndex<Receiver>;
}
