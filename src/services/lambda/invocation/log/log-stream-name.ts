import { alphabets } from "../../../../platform/random.ts";
import type { ServiceHost } from "../../../service.ts";

/** `2026/11/23/[$LATEST]0123456789abcdef0123456789abcdef` */
export function logStreamName({ clock, random }: ServiceHost, version: string): string {
  const day = new Date(clock.nowMs()).toISOString().slice(0, 10).replaceAll("-", "/");
  return `${day}/[${version}]${random.text(32, alphabets.hex)}`;
}
