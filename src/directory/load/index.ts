export { loadCodeSystem, loadedSourceSystem } from './loadedSource.ts';
export type { LoadOptions, LoadReport, Progress } from './loadOptions.ts';
export { loadBundle, loadPlanData } from './loadPlanData.ts';
export { networkReferenceUrl, networkTags } from './networkTags.ts';
export { describeRejection, type Fault, type OnRejected, type Position, type Rejection } from './rejection.ts';
export { sourceIdSystem } from './sourceId.ts';
export { listKinds, listSourceOf } from './sources/kinds.ts';
export { type ListOptions, type ListReport, loadList } from './sources/loadList.ts';
