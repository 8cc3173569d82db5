export { loadCodeSystem, loadedSourceSystem } from './loadedSource.ts';
export type { LoadOptions, LoadReport, Progress } from './loadOptions.ts';
export { loadBundle, loadPlanData } from './loadPlanData.ts';
export { networkCode, networkReferenceUrl, networkTagSystem, networkTags, withNetworkTags } from './networkTags.ts';
export { readNetworkTags } from './readNetworkTags.ts';
export { describeRejection, type Fault, type Position, type Rejection } from './rejection.ts';
export { planSource, sourceIdSystem } from './sourceId.ts';
export { listSourceOf } from './sources/kinds.ts';
export { type ListOptions, type ListReport, loadList } from './sources/loadList.ts';
