import "./diagram.css";
import Icon from "@cloudscape-design/components/icon";
import type { ReactNode } from "react";
import { RouteLink } from "../../../shell/links.tsx";
import { functionPath } from "../paths.ts";
import type { Trigger } from "../triggers/use-triggers.ts";

interface DiagramProps {
  readonly name: string;
  readonly triggers: readonly Trigger[];
  /** ARNs that records of asynchronous invocations go to. */
  readonly destinations: readonly string[];
  readonly addTrigger: ReactNode;
  readonly addDestination: ReactNode;
}

/** Triggers → function → destinations. */
export function Diagram({ name, triggers, destinations, addTrigger, addDestination }: DiagramProps) {
  return (
    <div className="squall-diagram">
      <div className="squall-diagram-function">
        <Icon name="script" size="medium" /> <b className="squall-anywhere">{name}</b>
      </div>
      <div className="squall-diagram-side">
        {[...byService(triggers)].map(([service, count]) => (
          <div className="squall-diagram-node" key={service}>
            <Icon name="download" />{" "}
            <RouteLink href={`${functionPath(name, "configuration")}&section=triggers`}>
              {service} {count > 1 && `(${count})`}
            </RouteLink>
          </div>
        ))}
        {addTrigger}
      </div>
      <div className="squall-diagram-side squall-diagram-end">
        {destinations.map((arn) => (
          <div className="squall-diagram-node" key={arn}>
            <Icon name="upload" />{" "}
            <RouteLink href={`${functionPath(name, "configuration")}&section=destinations`}>
              {arn.split(":").at(-1)}
            </RouteLink>
          </div>
        ))}
        {addDestination}
      </div>
    </div>
  );
}

function byService(triggers: readonly Trigger[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { service } of triggers) counts.set(service, (counts.get(service) ?? 0) + 1);
  return counts;
}
