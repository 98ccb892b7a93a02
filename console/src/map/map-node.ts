/** A resource of a map. */
export interface MapNode {
  readonly id: string;
  /** "Lambda", "SQS": its icon, and what a reader hears first. */
  readonly service: string;
  readonly name: string;
  /** A line below the name: how often, how long. */
  readonly detail: string;
  readonly hasFailed: boolean;
}
