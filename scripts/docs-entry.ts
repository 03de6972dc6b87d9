export { ERRORS } from "../src/domain/errors/table.ts";
export { commandsPage } from "../src/ui/commands-page.ts";
export { errorsPage } from "../src/ui/errors-page.ts";
