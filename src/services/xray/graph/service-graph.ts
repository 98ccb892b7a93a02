import type { Edge, EdgeStatistics, HistogramEntry, Service, ServiceStatistics } from "@aws-sdk/client-xray";
import { durationOf, type Segment } from "../segments/segment.ts";
import type { Trace } from "../traces/trace.ts";

/** Who called whom in a number of traces, how often, how long it took and how it ended. */
export class ServiceGraph {
  readonly #nodes = new Map<string, Node>();
  readonly #account: string;

  constructor(account: string) {
    this.#account = account;
  }

  add({ segments, owners, entry }: Trace): void {
    for (const segment of segments) {
      const node = this.#nodeOf(segment);
      node.total.add(segment);
      const caller = segment.parent_id === undefined ? undefined : owners.get(segment.parent_id);
      if (caller && caller !== segment) this.#nodeOf(caller).edgeTo(node).add(segment);
      else if (segment === entry) this.#client(segment).edgeTo(node).add(segment);
    }
  }

  /** Numbered from 0, as the edges name them. */
  services(): Service[] {
    return [...this.#nodes.values()].map((node) => node.toService(this.#account));
  }

  #nodeOf({ name, origin }: Segment): Node {
    return this.#node(name, origin, false);
  }

  /** Who asked from outside. */
  #client({ name }: Segment): Node {
    return this.#node(name, "client", true);
  }

  #node(name: string, type: string | undefined, isRoot: boolean): Node {
    const key = JSON.stringify([name, type]);
    let node = this.#nodes.get(key);
    if (!node) {
      node = new Node(this.#nodes.size, name, type, isRoot);
      this.#nodes.set(key, node);
    }
    return node;
  }
}

class Node {
  readonly total = new Tally();
  readonly #edges = new Map<Node, Tally>();
  readonly reference: number;
  readonly #name: string;
  readonly #type: string | undefined;
  readonly #isRoot: boolean;

  constructor(reference: number, name: string, type: string | undefined, isRoot: boolean) {
    this.reference = reference;
    this.#name = name;
    this.#type = type;
    this.#isRoot = isRoot;
  }

  edgeTo(node: Node): Tally {
    let tally = this.#edges.get(node);
    if (!tally) {
      tally = new Tally();
      this.#edges.set(node, tally);
    }
    return tally;
  }

  toService(AccountId: string): Service {
    const isClient = this.#type === "client";
    const edges = [...this.#edges].map(([node, tally]) => tally.toEdge(node.reference));
    return {
      ReferenceId: this.reference,
      Name: this.#name,
      Names: [this.#name],
      ...(this.#isRoot && { Root: true }),
      ...(!isClient && { AccountId }),
      ...(this.#type !== undefined && { Type: this.#type }),
      State: "active",
      ...(isClient ? spanOf([...this.#edges.values()]) : spanOf([this.total])),
      Edges: edges,
      ...(!isClient && {
        SummaryStatistics: this.total.statistics(),
        DurationHistogram: this.total.histogram(),
        ResponseTimeHistogram: this.total.histogram(),
      }),
    };
  }
}

/** What is counted of a service, or of the calls from one to another. */
class Tally {
  #count = 0;
  #faults = 0;
  #throttles = 0;
  #errors = 0;
  #seconds = 0;
  from = Number.POSITIVE_INFINITY;
  to = 0;
  /** By the time, in steps that grow with it: no more of them than there are such times. */
  readonly #times = new Map<number, number>();

  add(segment: Segment): void {
    const seconds = durationOf(segment);
    this.#count += 1;
    this.#seconds += seconds;
    if (segment.fault) this.#faults += 1;
    else if (segment.throttle) this.#throttles += 1;
    else if (segment.error) this.#errors += 1;
    const value = Number(seconds.toPrecision(2));
    this.#times.set(value, (this.#times.get(value) ?? 0) + 1);
    this.from = Math.min(this.from, segment.start_time);
    this.to = Math.max(this.to, segment.end_time ?? segment.start_time);
  }

  statistics(): ServiceStatistics & EdgeStatistics {
    const errors = this.#throttles + this.#errors;
    return {
      OkCount: this.#count - this.#faults - errors,
      ErrorStatistics: { ThrottleCount: this.#throttles, OtherCount: this.#errors, TotalCount: errors },
      FaultStatistics: { OtherCount: this.#faults, TotalCount: this.#faults },
      TotalCount: this.#count,
      TotalResponseTime: this.#seconds,
    };
  }

  histogram(): HistogramEntry[] {
    return [...this.#times].sort(([one], [other]) => one - other).map(([Value, Count]) => ({ Value, Count }));
  }

  toEdge(ReferenceId: number): Edge {
    return {
      ReferenceId,
      ...spanOf([this]),
      SummaryStatistics: this.statistics(),
      ResponseTimeHistogram: this.histogram(),
      Aliases: [],
    };
  }
}

function spanOf(tallies: readonly Tally[]): { StartTime: Date; EndTime: Date } {
  return {
    StartTime: new Date(Math.min(...tallies.map(({ from }) => from)) * 1000),
    EndTime: new Date(Math.max(...tallies.map(({ to }) => to)) * 1000),
  };
}
