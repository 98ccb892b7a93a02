import type { KeyboardEvent, PointerEvent } from "react";

interface SplitterProps {
  readonly label: string;
  readonly pixels: number;
  readonly onChange: (pixels: number) => void;
}

const least = 140;
const most = 600;
const step = 20;

/** The line between two panes: the first one's width follows the pointer, or the arrow keys. */
export function Splitter({ label, pixels, onChange }: SplitterProps) {
  const set = (next: number) => onChange(Math.round(Math.min(Math.max(next, least), most)));
  const onKey = (event: KeyboardEvent) => {
    const change = { ArrowLeft: -step, ArrowRight: step, Home: -most, End: most }[event.key];
    if (change === undefined) return;
    event.preventDefault();
    set(pixels + change);
  };
  const onDown = (event: PointerEvent<HTMLElement>) => {
    const { currentTarget: line, clientX: startX } = event;
    line.setPointerCapture(event.pointerId);
    const onMove = (moved: globalThis.PointerEvent) => set(pixels + moved.clientX - startX);
    line.addEventListener("pointermove", onMove);
    line.addEventListener("lostpointercapture", () => line.removeEventListener("pointermove", onMove), { once: true });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved.
    <div
      className="squall-splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={pixels}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onKeyDown={onKey}
      onPointerDown={onDown}
    />
  );
}
