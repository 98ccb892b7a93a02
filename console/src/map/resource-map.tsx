import "./resource-map.css";
import { ServiceIcon } from "../shell/service-icon.tsx";
import { layOut, type MapEdge, type Place } from "./lay-out.ts";
import type { MapNode } from "./map-node.ts";

interface DrawnEdge extends MapEdge {
  readonly hasFailed?: boolean;
}

interface ResourceMapProps {
  readonly label: string;
  readonly nodes: readonly MapNode[];
  readonly edges: readonly DrawnEdge[];
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
}

const nodePixels = { width: 184, height: 64 };
const gapPixels = { across: 48, down: 24 };
const edgePixels = 20;

/** Resources and what goes from one to another, from the left to the right. What is chosen is told beside it, by the page. */
export function ResourceMap({ label, nodes, edges, selected, onSelect }: ResourceMapProps) {
  const places = layOut(
    nodes.map(({ id }) => id),
    edges,
  );
  const lows = [...places.values()].map(({ row }) => row);
  const top = Math.min(0, ...lows);
  const at = (id: string) => toPixels(places.get(id) ?? { column: 0, row: 0 }, top);
  const width = Math.max(...nodes.map(({ id }) => at(id).left)) + nodePixels.width + edgePixels;
  const height = Math.max(...nodes.map(({ id }) => at(id).top)) + nodePixels.height + edgePixels;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section className="squall-map" aria-label={label} tabIndex={0}>
      <div className="squall-map-plane" style={{ width, height }}>
        <svg className="squall-map-edges" width={width} height={height} aria-hidden="true">
          <defs>
            <marker
              id="squall-map-arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M0 0l8 4-8 4z" style={{ fill: "var(--squall-strong-border)", stroke: "none" }} />
            </marker>
          </defs>
          {edges.map(({ from, to, hasFailed }) => (
            <path
              key={`${from}\n${to}`}
              className={hasFailed ? "squall-map-failed" : undefined}
              d={curve(at(from), at(to))}
              markerEnd="url(#squall-map-arrow)"
            />
          ))}
        </svg>
        {nodes.map(({ id, service, name, detail, hasFailed }) => (
          <button
            key={id}
            type="button"
            className="squall-map-node"
            style={{ ...nodePixels, ...at(id) }}
            data-state={hasFailed ? "failed" : "fine"}
            aria-pressed={id === selected}
            title={name}
            onClick={() => onSelect(id)}
          >
            <ServiceIcon service={service} />
            <span>
              <b>{name}</b>
            </span>
            <span className="squall-map-detail">
              {service}
              {hasFailed && " · failed"} · {detail}
            </span>
          </button>
        ))}
      </div>
    </section>
  );
}

interface Corner {
  readonly left: number;
  readonly top: number;
}

function toPixels({ column, row }: Place, top: number): Corner {
  return {
    left: edgePixels + column * (nodePixels.width + gapPixels.across),
    top: edgePixels + (row - top) * (nodePixels.height + gapPixels.down),
  };
}

/** From the right of one to the left of the other; one that leads back goes below both. */
function curve(from: Corner, to: Corner): string {
  const [startX, startY] = [from.left + nodePixels.width, from.top + nodePixels.height / 2];
  const [endX, endY] = [to.left, to.top + nodePixels.height / 2];
  if (endX > startX) {
    const middle = (startX + endX) / 2;
    return `M${startX} ${startY}C${middle} ${startY} ${middle} ${endY} ${endX} ${endY}`;
  }
  const [fromX, toX] = [from.left + nodePixels.width / 2, to.left + nodePixels.width / 2];
  const below = Math.max(from.top, to.top) + nodePixels.height + gapPixels.down;
  return `M${fromX} ${from.top + nodePixels.height}C${fromX} ${below} ${toX} ${below} ${toX} ${to.top + nodePixels.height}`;
}
