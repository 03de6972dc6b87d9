/** A browser's bare necessities: it keeps cookies by path and follows redirects until one leads to `until`. */
export interface CookieVisitor {
  /** Opens an address; `form` posts it, from a page of that origin where one is given. */
  open(url: string, form?: Readonly<Record<string, string>>, origin?: string): Promise<Visit>;
}

/** Where a visitor has come to: a page, or an address of another server that it did not open. */
export interface Visit {
  readonly url: string;
  readonly status: number;
  readonly page: string;
  readonly headers: Headers;
}

const MOST_HOPS = 10;

/** A visitor that stops before it would leave this origin. */
export function cookieVisitor(origin: string): CookieVisitor {
  const cookies = new Map<string, { readonly value: string; readonly path: string }>();
  const cookieHeader = (path: string) =>
    [...cookies]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([name, { value }]) => `${name.split(";")[0]}=${value}`)
      .join("; ");
  const keep = (headers: Headers, path: string) => {
    for (const line of headers.getSetCookie()) {
      const [pair = "", ...rest] = line.split(/;\s*/);
      const at = rest.find((part) => part.toLowerCase().startsWith("path="))?.slice("path=".length) ?? path;
      const [name = "", value = ""] = pair.split("=", 2);
      const expires = rest.find((part) => part.toLowerCase().startsWith("expires="))?.slice("expires=".length);
      const isOver = expires !== undefined && Date.parse(expires) <= Date.now();
      if (value === "" || isOver) cookies.delete(`${name};${at}`);
      else cookies.set(`${name};${at}`, { value: pair.slice(name.length + 1), path: at });
    }
  };
  const hop = async (
    url: URL,
    form: Readonly<Record<string, string>> | undefined,
    hops: number,
    from?: string,
  ): Promise<Visit> => {
    if (url.origin !== origin) return { url: url.href, status: 0, page: "", headers: new Headers() };
    const answer = await fetch(url, {
      headers: {
        cookie: cookieHeader(url.pathname),
        accept: "text/html",
        ...(from === undefined ? {} : { origin: from }),
      },
      redirect: "manual",
      ...(form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) }),
    });
    keep(answer.headers, url.pathname);
    const location = answer.headers.get("location");
    if (location === null || hops === 0)
      return { url: url.href, status: answer.status, page: await answer.text(), headers: answer.headers };
    return hop(new URL(location, url), undefined, hops - 1);
  };
  return { open: (url, form, from) => hop(new URL(url), form, MOST_HOPS, from) };
}

/** The hidden fields of the first form on a page. */
export const hiddenFieldsOf = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]),
  );
