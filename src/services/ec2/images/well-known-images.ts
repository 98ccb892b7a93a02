import type { Place } from "../../service.ts";
import { standingId } from "../resources/resource-id.ts";
import type { Image } from "./image.ts";

interface Kind {
  readonly name: string;
  readonly description: string;
  readonly ownerId: string;
  readonly ownerAlias?: string;
  readonly architecture: "x86_64" | "arm64";
  readonly createdAt: string;
}

const amazon = { ownerId: "137112412989", ownerAlias: "amazon" };
const canonical = { ownerId: "099720109477" };

/** A few that people start, under the names by which they look for them (`al2023-ami-2023.*-x86_64`). */
const kinds: readonly Kind[] = (["x86_64", "arm64"] as const).flatMap((architecture) => {
  const ubuntu = architecture === "x86_64" ? "amd64" : "arm64";
  return [
    {
      ...amazon,
      architecture,
      name: `al2023-ami-2023.9.20251027.0-kernel-6.1-${architecture}`,
      description: `Amazon Linux 2023 AMI 2023.9.20251027.0 ${architecture} HVM kernel-6.1`,
      createdAt: "2025-10-28T00:00:00.000Z",
    },
    {
      ...amazon,
      architecture,
      name: `amzn2-ami-hvm-2.0.20251014.0-${architecture}-gp2`,
      description: `Amazon Linux 2 AMI 2.0.20251014.0 ${architecture} HVM gp2`,
      createdAt: "2025-10-15T00:00:00.000Z",
    },
    {
      ...canonical,
      architecture,
      name: `ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-${ubuntu}-server-20251001`,
      description: `Canonical, Ubuntu, 24.04, ${ubuntu} noble image`,
      createdAt: "2025-10-01T00:00:00.000Z",
    },
    {
      ...canonical,
      architecture,
      name: `ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-${ubuntu}-server-20250901`,
      description: `Canonical, Ubuntu, 22.04 LTS, ${ubuntu} jammy image`,
      createdAt: "2025-09-01T00:00:00.000Z",
    },
  ];
});

/** Of a region, in which images have ids of its own that are the same for all accounts. */
export function wellKnownImages({ region }: Pick<Place, "region">): readonly Image[] {
  const everybody = { account: "", region };
  return kinds.map((kind) => ({
    ...kind,
    ownerAlias: kind.ownerAlias,
    rootDevice: kind.ownerAlias === "amazon" ? "/dev/xvda" : "/dev/sda1",
    id: standingId("ami", everybody, kind.name),
    snapshotId: standingId("snap", everybody, kind.name),
    rootGiB: 8,
  }));
}
