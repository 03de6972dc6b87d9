import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What the server answers: status, body (an object is sent as JSON), headers; or how it fails to. */
export type VendorAnswer = readonly [number, unknown, Readonly<Record<string, string>>?] | "slow" | "cut" | "hang up";

/** A request as it came. */
export interface VendorAsked {
  readonly line: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Answers by the beginning of what is asked: `GET /api.github.com/app`; the longest that fits counts. */
export type VendorBook = Readonly<Record<string, VendorAnswer>>;

/** A server of this machine in the place of every vendor; answers in turn, or by a book. */
export async function vendorServer(answers: readonly VendorAnswer[] | VendorBook) {
  const asked: VendorAsked[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const answer = answerTo(answers, asked.length, `${request.method} ${request.url}`);
      asked.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
      if (answer !== "slow") give(response, answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function answerTo(answers: readonly VendorAnswer[] | VendorBook, at: number, line: string): VendorAnswer {
  if (Array.isArray(answers)) return answers[Math.min(at, answers.length - 1)] ?? "hang up";
  const fitting = Object.entries<VendorAnswer>(answers as VendorBook).filter(([begins]) => line.startsWith(begins));
  return fitting.toSorted(([one], [other]) => other.length - one.length)[0]?.[1] ?? [404, { message: "Not Found" }];
}

function give(response: ServerResponse, answer: Exclude<VendorAnswer, "slow">): void {
  if (answer === "hang up") {
    response.destroy();
  } else if (answer === "cut") {
    response.writeHead(200, { "content-type": "application/json", "content-length": "5000" });
    response.write('{"data": [');
    setTimeout(() => response.destroy(), 20);
  } else {
    const [status, content, headers = {}] = answer;
    const isText = typeof content === "string";
    response.writeHead(status, { "content-type": isText ? "text/html" : "application/json", ...headers });
    response.end(isText ? content : JSON.stringify(content));
  }
}
