import { type Age, AgeRefusal } from "../domain/age.ts";
import { Secret } from "../domain/secret.ts";
import { takenText } from "../domain/taken-text.ts";

const ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----";
const INTRO = "age-encryption.org/v1\n";
const HEADER_END = "\n---";
/** More characters of armor than a header with a passphrase takes, which has one recipient. */
const HEAD = 2048;

/** The age format through its author's own library, loaded when the first text is sealed or opened. */
export const typage: Age = {
  async makeIdentity() {
    const { generateX25519Identity } = await import("age-encryption");
    return new Secret(await generateX25519Identity());
  },
  async recipientOf(identity) {
    const { identityToRecipient } = await import("age-encryption");
    return refusing("identity", () => identityToRecipient(identity.reveal()));
  },
  async seal(text, { kind, text: key }) {
    const { Encrypter, armor, identityToRecipient } = await import("age-encryption");
    const encrypter = new Encrypter();
    await refusing("identity", async () => {
      if (kind === "passphrase") encrypter.setPassphrase(key.reveal());
      else encrypter.addRecipient(await identityToRecipient(key.reveal()));
    });
    const bytes = new TextEncoder().encode(text);
    return armor.encode(await collected(await encrypter.encrypt(streamOf(bytes))).finally(() => bytes.fill(0)));
  },
  async open(sealed, { kind, text: key }) {
    const { Decrypter } = await import("age-encryption");
    const decrypter = new Decrypter();
    await refusing("identity", () => {
      if (kind === "passphrase") decrypter.addPassphrase(key.reveal());
      else decrypter.addIdentity(key.reveal());
    });
    const bytes = await bytesOf(sealed);
    const plain = await decrypter
      .decrypt(streamOf(bytes))
      .then(collected)
      .catch((cause: unknown) => {
        throw new AgeRefusal(isStranger(cause) ? "key" : "damaged", { cause });
      });
    return refusing("damaged", () => takenText(plain, { fatal: true, ignoreBOM: true }));
  },
  async lockOf(sealed) {
    const [first, ...lines] = sealed.trimStart().slice(0, HEAD).split(/\r?\n/);
    const text = first === ARMOR ? Buffer.from(lines.join(""), "base64").toString("latin1") : "";
    if (!text.startsWith(INTRO)) return undefined;
    return text.slice(0, text.indexOf(HEADER_END)).includes("\n-> scrypt ") ? "passphrase" : "identity";
  },
};

async function bytesOf(sealed: string): Promise<Uint8Array> {
  const { armor } = await import("age-encryption");
  return refusing("damaged", () => armor.decode(sealed));
}

const streamOf = (bytes: Uint8Array) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });

/** All of a stream; its pieces are zeroed. The library would read it through `Response`, whose first use loads a whole HTTP client. */
async function collected(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  const whole = Buffer.concat(pieces);
  for (const piece of pieces) piece.fill(0);
  return whole;
}

async function refusing<T>(why: AgeRefusal["why"], act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw new AgeRefusal(why, { cause });
  }
}

const isStranger = (cause: unknown): boolean =>
  cause instanceof Error && cause.message.startsWith("no identity matched");
