import { crc32 } from "node:zlib";
import type { WireHabits } from "../../wire-habits.ts";

/** What DynamoDB's wire does otherwise than others': ids of its own, and the checksum of each answer, which old clients compare. */
export const wireHabits: WireHabits = {
  answersTogether: true,
  requestIds: {
    create: (random) => random.text(52, idCharacters),
    headers: (requestId) => ({ "x-amzn-RequestId": requestId }),
  },
  headersOfBody: (body) => ({ "x-amz-crc32": String(crc32(body)) }),
};

const idCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
