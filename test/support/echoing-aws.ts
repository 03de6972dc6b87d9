import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** AWS as nobody would want it: it knows who asks, refuses whatever is written, and says back what it was sent. */
export async function echoingAws() {
  const server = createServer(async (request, response) => {
    const text = Buffer.concat(await request.toArray()).toString();
    const target = String(request.headers["x-amz-target"] ?? "");
    if (target === "") {
      const who = "<Arn>arn:aws:iam::111122223333:user/dev</Arn><UserId>u</UserId><Account>111122223333</Account>";
      const answer = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>${who}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
      response.writeHead(200, { "content-type": "text/xml" }).end(answer);
      return;
    }
    const isRead = target.includes("BatchGet");
    const [type, message] = target.includes("GetSecretValue")
      ? ["ResourceNotFoundException", "Secrets Manager can't find the specified secret."]
      : [
          "InvalidParameterException",
          `Value at 'secretString' failed: ${text}; ${JSON.parse(text).SecretString ?? ""}`,
        ];
    const body = isRead ? { SecretValues: [], Errors: [] } : { __type: type, message };
    response.writeHead(isRead ? 200 : 400, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: {
      ...{ AWS_ENDPOINT_URL: url, AWS_REGION: "eu-central-1", AWS_EC2_METADATA_DISABLED: "true" },
      ...{ AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY" },
    },
    end: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
