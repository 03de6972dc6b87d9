import { AvbCommand } from "../../avb-command.ts";
import { listStacks, type StackList } from "../../flows/list.ts";
import { listPage } from "../../ui/list-page.ts";

/** `avb dev list`: what there is on this machine, whatever checkout it belongs to. */
export default class List extends AvbCommand<StackList> {
  static override summary = "List every stack of this machine with its checkout, slot, ports, containers and age.";
  static override description =
    "A server whose checkout is gone ends by itself within a minute; `dev clean` removes what is left of containers, `dev down --all` ends every stack.";
  static override examples = ["<%= config.bin %> dev list", "<%= config.bin %> dev list --json"];

  async run(): Promise<StackList> {
    await this.parse(List);
    const list = await listStacks(this.world());
    for (const path of list.unreadable) this.caution(`${path} is not what avb wrote there`);
    if (list.engine !== undefined) this.caution(`${list.engine}; containers are not listed`);
    if (list.stacks.length === 0) this.say("no stack runs on this machine; start one: avb dev up");
    else this.print(listPage(list, process.stdout.columns));
    return list;
  }
}
