import type { FaceManifest, FaceThreshold, ModelFile } from './manifest';

/** The package of the public npm registry the models come in; it is unpacked, never installed. */
export const modelPackage = {
  name: 'faceplugin-face-recognition-js',
  version: '0.0.1',
  licence: 'MIT',
  /** SHA-512 of the whole package as published. */
  integrity: 'sha512-shriXjd4zJHEwhK1jHK+bWo8Vv6Vu9B/w6RRsd4AFtNM/jaI2vhuOamOSMl9qQmLd8WlQ7dgqN+3C2iOi5pXWw==',
  bytes: 41_114_878,
} as const;

export const modelNames = ['detect', 'landmark', 'feature', 'liveness'] as const;
export type ModelName = (typeof modelNames)[number];

const model = (name: ModelName, does: string, bytes: number, sha256: string): ModelFile => ({
  name: `fr_${name}.onnx`,
  path: `package/model/fr_${name}.onnx`,
  bytes,
  sha256,
  does,
});

export const onnxModels: Readonly<Record<ModelName, ModelFile>> = {
  detect: model(
    'detect',
    '找人脸，320×240',
    1_217_758,
    '6c0256ccd3164f844736a401faf936ec2930764a87ae39442180887d0c5c8854',
  ),
  landmark: model(
    'landmark',
    '68 个特征点，64×64 灰度',
    1_163_742,
    'f10b0ba1d2a8a099adefede1ebf3733e44fe370715e7303dbeb7f59c02142258',
  ),
  feature: model(
    'feature',
    '人脸特征 512 维，112×112',
    4_884_269,
    '87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581',
  ),
  liveness: model(
    'liveness',
    '活体提示，128×128，第 0 类为活体',
    1_886_811,
    'afa783b7e902fdfcf323a7240cac2a1c580c25314ea4161129dc1b0d100dc32d',
  ),
};

const trial =
  '试验 2026：LFW 全集按姓名选出的东亚人脸 217 人（405 张），本人 452 对、他人 81,358 对，按人自助抽样求 95% 区间';

const doorThreshold: FaceThreshold = {
  id: 'east-asian-1e-3',
  purpose: 'verification',
  value: 0.447,
  population: '东亚人脸',
  falseAcceptRate: 0.001,
  trueAcceptRate: { value: 0.965, low: 0.941, high: 0.988 },
  source: trial,
  limits:
    '新闻照片里的知名人物，可能在训练集中，偏乐观；没有教室相机，没有本地学员。同一模型在全 LFW 上误识千分之一的通用阈值，对东亚人脸的误识率是 1.32%（13 倍），不得采用。',
};

const duplicateThreshold: FaceThreshold = {
  id: 'duplicates-review',
  purpose: 'duplicates',
  value: 0.55,
  population: '未标定',
  falseAcceptRate: undefined,
  trueAcceptRate: undefined,
  source: '本系统默认值：高于签到阈值，只决定复核队列里列多少对，按分值从高到低由经办人看',
  limits: '没有在任何人群上测过；用本地照片运行 faces calibrate 后换成实测值。',
};

/** What our engine says of itself; its id names the model that makes the numbers. */
export const onnxManifest: FaceManifest = {
  id: `faceplugin-512-${onnxModels.feature.sha256.slice(0, 16)}`,
  dims: 512,
  threshold: doorThreshold.value,
  mismatchBelow: 0.2,
  thresholds: [doorThreshold, duplicateThreshold],
  licence: `${modelPackage.licence}（软件许可；训练数据的来源没有公布）`,
  source: `npm 包 ${modelPackage.name}@${modelPackage.version}`,
  doubts: [
    '四个模型的训练数据都没有公布，供应商自称的名次没有核实；正式使用由单位选定引擎并书面认可。',
    '活体分值只作提示：模拟的整屏翻拍有 68% 被当成活体，真人也有 19% 被疑。防翻拍靠随机转头动作与一次性编号。',
    '“不是同一人”的界限 0.2 是本系统的保守取值，没有在人群上测过；低于它只是存疑，由经办人看照片定。',
    '戴口罩时通过率降到一成多，须摘下口罩。',
  ],
  files: modelNames.map((name) => onnxModels[name]),
};
