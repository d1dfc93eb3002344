export { findPageStart, pageMark } from '#platform/page-mark';
