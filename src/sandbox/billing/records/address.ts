import { text } from "../api/fields.ts";
import { country } from "../api/limited-fields.ts";

/** Where a customer or the organization is. */
export const ADDRESS_FIELDS = {
  address_line1: text,
  address_line2: text,
  city: text,
  state: text,
  zipcode: text,
  country,
} as const;
