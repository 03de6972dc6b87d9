import type { IncomingMessage } from "node:http";

/** The whole body of an answer, as text; throws what ends it before its end. By its events: an iterator costs more than the answer. */
export const wholeAnswer = (answer: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    answer.on("data", (chunk: Buffer) => chunks.push(chunk));
    answer.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    answer.on("error", reject);
    answer.on("close", () => reject(new Error("the answer was cut off")));
  });
