import "./diagram.css";
import type { ReactNode } from "react";
import { RouteLink } from "../../../shell/links.tsx";
import { ServiceIcon } from "../../../shell/service-icon.tsx";
import { functionPath } from "../paths.ts";
import type { Trigger } from "../triggers/use-triggers.ts";

interface DiagramProps {
  readonly name: string;
  readonly layerCount: number;
  readonly triggers: readonly Trigger[];
  /** ARNs that records of asynchronous invocations go to. */
  readonly destinations: readonly string[];
  readonly addTrigger: ReactNode;
  readonly addDestination: ReactNode;
}

/** Triggers → function → destinations, joined by lines where there is room for them. */
export function Diagram({ name, layerCount, triggers, destinations, addTrigger, addDestination }: DiagramProps) {
  const section = (id: string) => `${functionPath(name, "configuration")}&section=${id}`;
  return (
    <div className="squall-diagram">
      <div className="squall-diagram-side">
        <ul className="squall-diagram-list">
          {[...byService(triggers)].map(([service, count]) => (
            <li key={service}>
              <div className="squall-diagram-node">
                <ServiceIcon service={service} />
                <RouteLink href={section("triggers")}>
                  {service} {count > 1 && `(${count})`}
                </RouteLink>
              </div>
            </li>
          ))}
        </ul>
        {addTrigger}
      </div>
      <div className="squall-diagram-function">
        <ServiceIcon service="Lambda" /> <b className="squall-anywhere">{name}</b>
        <div>{layerCount === 1 ? "1 layer" : `${layerCount} layers`}</div>
      </div>
      <div className="squall-diagram-side squall-diagram-end">
        <ul className="squall-diagram-list">
          {destinations.map((arn) => (
            <li key={arn}>
              <div className="squall-diagram-node">
                <ServiceIcon service={serviceOf(arn)} />
                <RouteLink href={section("destinations")}>{arn.split(":").at(-1)}</RouteLink>
              </div>
            </li>
          ))}
        </ul>
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

function serviceOf(arn: string): string {
  const [, , service = ""] = arn.split(":");
  return { lambda: "Lambda", events: "EventBridge" }[service] ?? service.toUpperCase();
}
