import { defineService } from "../../domain/service.ts";
import { paypalVariables } from "./variables.ts";

/** PayPal: an API of somebody else's, never a container. The mode tables leave it out; its words follow `PAYPAL_ENABLED`. */
export const paypal = defineService({
  id: "paypal",
  title: "PayPal",
  purpose: "Payment Processing",
  section: "4.4",
  inventory: {
    integrationFile: "`integrations/paypal.py` (315 lines)",
    portRange: "External API",
    references: "NEW",
  },
  statuses: {
    sandbox: {
      word: "DISABLED",
      configuration: "`PAYPAL_ENABLED=false`",
      notes: "PayPal's sandbox, not used without credentials",
      derivedFrom: "4.4",
    },
    live: {
      word: "DISABLED",
      configuration: "`PAYPAL_ENABLED=false`",
      notes: "4.4 says `true`; kept in PayPal's sandbox and off, since nobody pays real money from a laptop",
      derivedFrom: "4.4",
    },
    production: {
      word: "ENABLED",
      configuration: "`PAYPAL_ENABLED=true`",
      notes: "External API; the platform supplies the credentials",
      derivedFrom: "4.4",
    },
  },
  runsIn: ["production"],
  external: true,
  ports: {},
  needs: [],
  variables: paypalVariables,
});
