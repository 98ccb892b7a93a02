/** A service's sign in the colour of its kind, for diagrams and lists; a service without one has a plain one. It says nothing to a reader of the page's text. */
export function ServiceIcon({ service }: { readonly service: string }) {
  const { colour, glyph } = signs[service.split(" (")[0] ?? ""] ?? other;
  return (
    <svg className="squall-service-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <rect width="24" height="24" rx="4" fill={colour} />
      <path d={glyph} fill="none" stroke="#fff" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

interface Sign {
  readonly colour: string;
  readonly glyph: string;
}

const compute = "#b35600";
const storage = "#4d7a00";
const database = "#a01fa8";
const integration = "#c2125f";
const network = "#6b3fd4";
const management = "#b0084d";

const other: Sign = { colour: "#5f6b7a", glyph: "M6 6h12v12H6z" };

/** By the names that the console's pages use. */
const signs: Readonly<Record<string, Sign>> = {
  Lambda: { colour: compute, glyph: "M8 6h3l5 12h2M12 11l-4 7" },
  "Function URL": {
    colour: compute,
    glyph: "M10 14l4-4M9 11l-2 2a2.8 2.8 0 0 0 4 4l2-2M15 13l2-2a2.8 2.8 0 0 0-4-4l-2 2",
  },
  S3: { colour: storage, glyph: "M6 7h12l-2 11H8zM6 7c0-2 12-2 12 0M11 12h2" },
  DynamoDB: { colour: database, glyph: "M7 7c0-2 10-2 10 0v10c0 2-10 2-10 0zM7 7c0 2 10 2 10 0M7 12c0 2 10 2 10 0" },
  Kinesis: { colour: network, glyph: "M5 8c4-3 6 3 14 0M5 12c4-3 6 3 14 0M5 16c4-3 6 3 14 0" },
  SQS: { colour: integration, glyph: "M5 8h4v8H5zM10 8h4v8h-4zM15 8h4v8h-4z" },
  SNS: { colour: integration, glyph: "M6 10h3l6-4v12l-6-4H6zM18 10v4" },
  EventBridge: { colour: integration, glyph: "M12 8V5M12 19v-3M8 12H5M19 12h-3M9 9h6v6H9z" },
  "EventBridge Scheduler": { colour: integration, glyph: "M12 5a7 7 0 1 0 .01 0M12 8v4l3 2" },
  "API Gateway": { colour: network, glyph: "M8 6l-3 6 3 6M16 6l3 6-3 6M13 7l-2 10" },
  "CloudWatch Logs": { colour: management, glyph: "M7 5h10v14H7zM10 9h4M10 12h4M10 15h2" },
  CloudWatch: { colour: management, glyph: "M5 18h14M7 15l3-4 3 2 4-6" },
  "AWS IoT": { colour: storage, glyph: "M8 8h8v8H8zM10 8V5M14 8V5M10 19v-3M14 19v-3M8 10H5M8 14H5M19 10h-3M19 14h-3" },
};
