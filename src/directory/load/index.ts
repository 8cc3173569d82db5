export { loadCodeSystem, loadedSourceSystem } from './loadedSource.ts';
export { type LoadOptions, type LoadReport, loadBundle, loadPlanData, type Progress } from './loadPlanData.ts';
export { networkCode, networkReferenceUrl, networkTagSystem, networkTags, withNetworkTags } from './networkTags.ts';
export { readNetworkTags } from './readNetworkTags.ts';
export { describeRejection, type Fault, type Position, type Rejection } from './rejection.ts';
export { planSource, sourceIdSystem } from './sourceId.ts';
