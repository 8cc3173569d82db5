export { type DeployOptions, type DeployReport, deploy } from './deploy.ts';
export type { BotRuntime } from './placeBot.ts';
export { checkPrerequisites, type Prerequisites, type ReadyProject } from './prerequisites.ts';
export type { Outcome, Placed } from './session.ts';
