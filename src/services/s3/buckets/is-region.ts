/**
 * Whether a name is one that AWS gives to regions: a direction that the part of the world has (`eu-central-1`, never `eu-east-1`). New ones of the
 * same form are let pass.
 */
export function isRegion(name: string): boolean {
  const [, area = "", direction = ""] = /^([a-z]{2}(?:-gov|-iso[a-z]?)?)-([a-z]+)-\d$/.exec(name) ?? [];
  const known = directions[area as keyof typeof directions];
  return known?.includes(direction) ?? area.includes("-");
}

const directions = {
  af: ["south"],
  ap: ["east", "northeast", "south", "southeast"],
  ca: ["central", "west"],
  cn: ["north", "northwest"],
  eu: ["central", "north", "south", "west"],
  il: ["central"],
  me: ["central", "south", "west"],
  mx: ["central"],
  sa: ["east", "west"],
  us: ["east", "west"],
} as const satisfies Readonly<Record<string, readonly string[]>> as Readonly<Record<string, readonly string[]>>;
