/** Says whether a value that was read from outside has this type. */
export type Guard<Type> = (value: unknown) => value is Type;

/** One guard for each field; that of an optional field says so. */
type Fields<Type> = { readonly [Key in keyof Type]-?: Guard<Type[Key]> & Absence<Type, Key> };
type Absence<Type, Key extends keyof Type> = Type extends Record<Key, unknown> ? unknown : { readonly absent: true };

/** A text. */
export const isText = (value: unknown): value is string => typeof value === "string";

/** A text of at least one character. */
export const isWord = (value: unknown): value is string => isText(value) && value !== "";

/** True or false. */
export const isFlag = (value: unknown): value is boolean => typeof value === "boolean";

/** A whole number from 0 up. */
export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** A number that a process or a port may have: 0 would mean all of them, or any. */
export const isPositive = (value: unknown): value is number => isCount(value) && value > 0;

/** One of these values. */
export const isOneOf =
  <Type>(all: readonly Type[]): Guard<Type> =>
  (value): value is Type =>
    all.some((one) => one === value);

/** A list of such values. */
export const isListOf =
  <Type>(item: Guard<Type>): Guard<readonly Type[]> =>
  (value): value is readonly Type[] =>
    Array.isArray(value) && value.every((one) => item(one));

/** A map with such values. */
export const isMapOf =
  <Type>(item: Guard<Type>): Guard<Readonly<Record<string, Type>>> =>
  (value): value is Readonly<Record<string, Type>> =>
    isObject(value) && Object.values(value).every((one) => item(one));

/** A field that may be left out. */
export const orAbsent = <Type>(guard: Guard<Type>): Guard<Type> & { readonly absent: true } =>
  Object.assign((value: unknown): value is Type => guard(value), { absent: true } as const);

/** An object whose own fields have these types; more fields than those are a newer avb's and allowed. */
export const isRecordOf =
  <Type extends object>(fields: Fields<Type>): Guard<Type> =>
  (value): value is Type =>
    isObject(value) &&
    Object.entries<Guard<unknown>>(fields).every(([name, guard]) =>
      Object.hasOwn(value, name) ? guard(Reflect.get(value, name)) : "absent" in guard,
    );

/** A JSON text as this type; undefined for anything else. */
export function readJson<Type>(text: string, guard: Guard<Type>): Type | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return guard(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
