import type { AnyService } from "../services/service.ts";
import type { WireHabits } from "../services/wire-habits.ts";
import type { ServiceFacts, Wire } from "../wire/wire.ts";
import type { NamedHosts } from "./host-name.ts";

/** What is known of all services before their operations are: what AWS says of each, and what its wire does otherwise than others. */
export interface KnownServices {
  readonly wire: Wire;
  habitsOf(service: string): WireHabits;
  /** The service that takes what is for no other. */
  readonly rest: ServiceFacts | undefined;
  /** The one that takes signatures of version 2. */
  readonly withV2: ServiceFacts | undefined;
  /** Those with resources at hosts of their own, by their endpoint's prefix. */
  readonly virtualHosts: readonly NamedHosts[];
  /** Whose an unsigned request for a path is. */
  byPath(path: string): ServiceFacts | undefined;
  /** Whose an action is that stands in a link, without a version. */
  byLink(action: string): ServiceFacts | undefined;
  /** Whose an action is that names no version, by a path that tells a part of its input. */
  byInputPath(path: string): ServiceFacts | undefined;
}

export function knowServices(definitions: readonly Pick<AnyService, "name" | "wire">[], wire: Wire): KnownServices {
  const factsOf = new Map(wire.services.map((facts) => [facts.name, facts]));
  const all = definitions.flatMap(({ name, wire: habits }) => {
    const facts = factsOf.get(name);
    return facts && habits ? [{ facts, habits }] : [];
  });
  const habits = new Map(all.map((each) => [each.facts.name, each.habits]));
  const owners = all.filter((each) => each.habits.ownsPath);
  return {
    wire,
    habitsOf: (service) => habits.get(service) ?? none,
    rest: all.find((each) => each.habits.takesTheRest)?.facts,
    withV2: all.find((each) => each.habits.textsOfV2)?.facts,
    virtualHosts: all.flatMap(({ facts, habits: { virtualHosts } }) =>
      virtualHosts ? [{ ...virtualHosts, endpointPrefix: facts.endpointPrefix }] : [],
    ),
    byLink: (action) => all.find((each) => each.habits.linkActions?.has(action))?.facts,
    byInputPath: (path) => all.find((each) => each.habits.inputOfPath?.(path, "") !== undefined)?.facts,
    byPath: (path) => owners.find((each) => each.habits.ownsPath?.(path))?.facts,
  };
}

const none: WireHabits = {};
