import { type RegionCode, regions } from '#law/regions';

/** A county unit as the demonstration speaks of it. */
export interface DemoRegion {
  readonly code: RegionCode;
  readonly name: string;
  /** How its accounts are called: `clerk.boai`. */
  readonly key: RegionKey;
  readonly streets: readonly string[];
  readonly villages: readonly string[];
}

const places = {
  jiefang: ['410802', '民主中路 解放中路 新华中街', '王褚街道嘉禾屯 上白作街道北业村 王褚街道西王褚'],
  zhongzhan: ['410803', '跃进路 解放西路 怡光路', '龙洞街道赵庄 府城街道府城村 许衡街道李封村'],
  macun: ['410804', '文昌路 建设路 解放东路东段', '待王街道待王村 安阳城街道安阳城村 九里山街道西王封'],
  shanyang: ['410811', '塔南路 焦东中路 人民路', '中星街道恩村 新城街道李河村 百间房街道百间房村'],
  xiuwu: ['410821', '竹林大道 青龙大道 七贤大道', '七贤镇孟村 五里源乡李固村 郇封镇小文案村'],
  boai: ['410822', '中山路 清化大道 鄈城路', '许良镇许湾村 柏山镇柏山村 月山镇上庄村 孝敬镇界沟村'],
  wuzhi: ['410823', '木城大道 朝阳一路 兴华路', '西陶镇东白水村 大封镇老催庄村 詹店镇何营村 小董乡南王村'],
  wenxian: ['410825', '黄河路 太行路 司马大街', '赵堡镇陈家沟村 番田镇三陵村 祥云镇大玉兰村'],
  shifanqu: ['410871', '神州路 迎宾路 中原路', '阳庙镇后田涧村 宁郭镇葛万村 苏家作乡寨卜昌村'],
  qinyang: ['410882', '怀府中路 联盟街 太行大道', '西向镇捏掌村 崇义镇水南关村 王召乡尚香村'],
  mengzhou: ['410883', '大定路 韩愈大街 河雍大街', '西虢镇戍楼村 化工镇横山村 城伯镇武桥村'],
} as const satisfies Record<string, readonly [RegionCode, string, string]>;

export type RegionKey = keyof typeof places;

const keys = Object.keys(places).filter((key): key is RegionKey => key in places);

export const demoRegions: readonly DemoRegion[] = keys.map((key) => {
  const [code, streets, villages] = places[key];
  const region = regions.find((each) => each.code === code);
  if (!region) throw new RangeError(`no such region: ${code}`);
  return { key, code, name: region.name, streets: streets.split(' '), villages: villages.split(' ') };
});

export function regionOf(key: RegionKey): DemoRegion {
  const found = demoRegions.find((region) => region.key === key);
  if (!found) throw new RangeError(`no such region: ${key}`);
  return found;
}
