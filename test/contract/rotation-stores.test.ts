import { describe } from "vitest";
import { needs } from "../support/needs.ts";
import { forgotten, playedAws, playedAzure } from "../support/played-stores.ts";
import { rotatesIn } from "../support/rotation-obligations.ts";

describe("a rotation in the local store", () => rotatesIn("local", () => ({})));

needs(["moto"], "a rotation in AWS Secrets Manager, played by moto", () => {
  const aws = playedAws();

  rotatesIn(
    "aws",
    () => aws().env,
    () => forgotten(aws),
  );
});

describe("a rotation in Azure Key Vault, played by a server of the tests' own", () => {
  const azure = playedAzure();

  rotatesIn(
    "azure",
    () => azure().env,
    async () => azure().clear(),
  );
});
