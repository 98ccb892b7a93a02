import "./resource-map.css";
import { useLayoutEffect, useRef, useState } from "react";
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

const nodeHeightPixels = 80;
/** As wide as there is room for, that a usual way is seen from its beginning to its end. */
const nodeWidthPixels = { least: 150, most: 220 };
const gapPixels = { across: 28, down: 24 };
const edgePixels = 14;

/** Resources and what goes from one to another, from the left to the right. What is chosen is told beside it, by the page. */
export function ResourceMap({ label, nodes, edges, selected, onSelect }: ResourceMapProps) {
  const section = useRef<HTMLElement>(null);
  const [roomPixels, setRoom] = useState(0);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => setRoom(section.current?.clientWidth ?? 0));
    setRoom(section.current?.clientWidth ?? 0);
    if (section.current) observer.observe(section.current);
    return () => observer.disconnect();
  }, []);
  const places = layOut(
    nodes.map(({ id }) => id),
    edges,
  );
  const lows = [...places.values()].map(({ row }) => row);
  const top = Math.min(0, ...lows);
  const columns = 1 + Math.max(0, ...[...places.values()].map(({ column }) => column));
  const nodeWidth = fitNode(columns, roomPixels);
  const at = (id: string): Box => toBox(places.get(id) ?? { column: 0, row: 0 }, top, nodeWidth);
  const width = Math.max(...nodes.map(({ id }) => at(id).left)) + nodeWidth + edgePixels;
  const height = Math.max(...nodes.map(({ id }) => at(id).top)) + nodeHeightPixels + edgePixels;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section ref={section} className="squall-map" aria-label={label} tabIndex={0}>
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
            style={{ ...at(id) }}
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

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function fitNode(columns: number, roomPixels: number): number {
  const each = Math.floor((roomPixels - 2 * edgePixels - (columns - 1) * gapPixels.across) / columns);
  return Math.min(nodeWidthPixels.most, Math.max(nodeWidthPixels.least, each));
}

function toBox({ column, row }: Place, top: number, width: number): Box {
  return {
    left: edgePixels + column * (width + gapPixels.across),
    top: edgePixels + (row - top) * (nodeHeightPixels + gapPixels.down),
    width,
    height: nodeHeightPixels,
  };
}

/** From the right of one to the left of the other; one that leads back goes below both. */
function curve(from: Box, to: Box): string {
  const [startX, startY] = [from.left + from.width, from.top + from.height / 2];
  const [endX, endY] = [to.left, to.top + to.height / 2];
  if (endX > startX) {
    const middle = (startX + endX) / 2;
    return `M${startX} ${startY}C${middle} ${startY} ${middle} ${endY} ${endX} ${endY}`;
  }
  const [fromX, toX] = [from.left + from.width / 2, to.left + to.width / 2];
  const below = Math.max(from.top, to.top) + nodeHeightPixels + gapPixels.down;
  return `M${fromX} ${from.top + from.height}C${fromX} ${below} ${toX} ${below} ${toX} ${to.top + to.height}`;
}
