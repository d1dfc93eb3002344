import { z } from 'zod';
import { text } from '../check-in/forms';

export { classId, institutions, readers, reason, remark, text, version } from '../check-in/forms';

export const recordingId = z.uuid('录像编号不正确');
export const cameraId = z.uuid('请选择镜头');
export const instant = z.iso.datetime({ offset: true, error: '应为日期和时间' });
export const fileName = text(200).refine((value) => value !== '', '文件没有名称');
export const milliseconds = z.int('应为毫秒数').min(0, '不能早于开头').max(86_400_000, '超过一天');

/** Who looks at recordings for the bureau. */
export const officers = ['countyOfficer', 'cityOfficer'] as const;
