import { type Html, html } from "./html.ts";

/** The action and hidden fields of a form that oidc-provider made, so that a page of ours can post the same. */
export interface ProviderForm {
  readonly action: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

/** Reads what a form of oidc-provider posts; its visible field and inline handlers, which our policy forbids, are left behind. */
export function readProviderForm(markup: string): ProviderForm {
  const attribute = (tag: string, name: string) => plainText(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? "");
  const form = /<form[^>]*>/.exec(markup)?.[0] ?? "";
  const hidden = (markup.match(/<input[^>]*>/g) ?? []).filter((tag) => tag.includes('type="hidden"'));
  return {
    action: attribute(form, "action"),
    fields: hidden.map((tag) => ({ name: attribute(tag, "name"), value: attribute(tag, "value") })),
  };
}

/** The hidden fields as markup. */
export const hiddenFields = (form: ProviderForm): readonly Html[] =>
  form.fields.map(({ name, value }) => html`<input type="hidden" name="${name}" value="${value}">`);

const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

const plainText = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
