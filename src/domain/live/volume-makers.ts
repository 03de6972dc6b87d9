import type { Labelled } from "../containers.ts";
import { AvbError } from "../errors/avb-error.ts";
import { parseImageReference } from "../image-reference.ts";
import { type DesiredContainer, type DesiredStack, LABELS } from "./desired.ts";

/** What saves any volume's files: another major version reads them only with the image that wrote them. */
const ARCHIVE = 'docker run --rm -v {volume}:/from:ro -v "$PWD":/to busybox:1.35 tar -cf /to/{volume}.tar -C /from .';

/** A volume that was made by another major version than the one that is to use it now: VOLUME_OTHER_MAJOR (3) for each. */
export function otherMajors(desired: DesiredStack, volumes: readonly Labelled[]): readonly AvbError[] {
  const makers = new Map(volumes.map(({ name, labels }) => [name, labels[LABELS.image]]));
  return desired.containers.flatMap((one) =>
    one.volumes.flatMap((volume) => {
      const maker = makers.get(volume);
      const image = one.build?.base ?? one.image;
      return maker === undefined || isReadable(maker, image) ? [] : [refusal(one, { volume, maker, image })];
    }),
  );
}

function refusal(
  { service, container, name }: DesiredContainer,
  { volume, maker, image }: { readonly volume: string; readonly maker: string; readonly image: string },
): AvbError {
  const dump = service.containers?.[container]?.dump;
  const save = (dump ?? ARCHIVE).replaceAll("{volume}", volume).replaceAll("{name}", name);
  const keep = `images: { ${container}: "${maker}" }`;
  const facts = { service: service.id, volume, maker, image, keep, save };
  return AvbError.of("VOLUME_OTHER_MAJOR", facts);
}

/** Majors can be compared within one program alone, and only where a tag has one. */
function isReadable(maker: string, image: string): boolean {
  const [had, has] = [programOf(maker), programOf(image)];
  if (had.name !== has.name || had.major === undefined || has.major === undefined) return true;
  return had.major === has.major;
}

/** The last part of a repository, which a mirror leaves as it is, and the tag's first number: `v1.50.0` is 1. */
function programOf(reference: string): { readonly name: string; readonly major?: string } {
  const { repository, version } = parseImageReference(reference.replace(/@.*$/, ""));
  const [, major] = /^v?(\d+)(?![\w])/.exec(version) ?? [];
  return { name: repository.slice(repository.lastIndexOf("/") + 1), ...(major === undefined ? {} : { major }) };
}
