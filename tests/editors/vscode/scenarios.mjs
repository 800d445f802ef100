// What a user does and must see, in the order in which it is played. A group has one window with the given settings,
// on the folder that `inside` names; each of its scenarios starts with no editor open. A scenario's name is its test's.
import { GROUPS as FIRST_RUN } from "./scenarios_first_run.mjs";
import { GROUPS as FOLDERS } from "./scenarios_folders.mjs";
import { GROUPS as LOOKS } from "./scenarios_looks.mjs";
import { GROUPS as REVIEW } from "./scenarios_review.mjs";
import { GROUPS as SERVER } from "./scenarios_server.mjs";
import { GROUPS as STREAMS } from "./scenarios_streams.mjs";
import { GROUPS as TASKS } from "./scenarios_tasks.mjs";
import { GROUPS as TROUBLE } from "./scenarios_trouble.mjs";

export const GROUPS = [...FIRST_RUN, ...TASKS, ...SERVER, ...REVIEW, ...STREAMS, ...TROUBLE, ...FOLDERS, ...LOOKS];
