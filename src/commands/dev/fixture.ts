import { AvbCommand } from "../../avb-command.ts";
import { stackFlags } from "../../avb-command-flags.ts";
import { type FixtureResult, fixture } from "../../flows/fixture.ts";

/** `avb dev fixture`: the application's rows for `manage.py loaddata`. */
export default class Fixture extends AvbCommand<FixtureResult> {
  static override summary = "Print a Django fixture of tenants, users and invoices with the ids of the services.";
  static override description =
    "For an application whose database is not in this stack. Asks what runs, Keycloak and Lago or the sandbox, and writes nothing.";
  static override examples = [
    "<%= config.bin %> dev fixture",
    "<%= config.bin %> dev fixture | python manage.py loaddata --ignorenonexistent --format=json -",
  ];
  static override flags = { mode: stackFlags.mode };

  async run(): Promise<FixtureResult> {
    const { flags } = await this.parse(Fixture);
    const result = await fixture(this.world(), { signal: this.signal, ...(flags.mode && { mode: flags.mode }) });
    this.print(JSON.stringify(result.fixture, null, 2));
    return result;
  }
}
