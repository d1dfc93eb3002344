import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';

/** A moment in ISO 8601 at zero offset. */
export type Instant = string;

/** Whatever JSON can say; parse it before use. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** 请假与补签允许的状态变化，与流程表一致 */
export interface AbsenceMovesTable {
  subject: string;
  from_state: string;
  to_state: string;
}

/** 请假、补签的证明：逐页密封存放 */
export interface AbsencePapersTable {
  region_code: string;
  class_id: string;
  id: string;
  subject_id: string | null;
  kind: string;
  title: string;
  page_count: number;
  file_hashes: string[];
  added_by: string;
  added_by_name: string;
  added_at: Instant;
}

/** 对公账户变更：机构负责人申报，县（市、区）确认后生效 */
export interface AccountStatementsTable {
  region_code: string;
  institution_id: string;
  id: string;
  holder: string;
  bank_name: string;
  account_sealed: Buffer;
  account_index: Buffer;
  account_tail: string;
  reason: string;
  state: string;
  stated_by: string;
  stated_by_name: string;
  stated_at: Instant;
  decided_by: string | null;
  decided_by_name: string | null;
  decided_at: Instant | null;
  opinion: string | null;
}

/** 与人力资源公司的合作协议 */
export interface AgencyAgreementsTable {
  region_code: string;
  institution_id: string;
  id: string;
  agency: string;
  credit_code: string;
  signed_on: PlainDate;
  valid_until: PlainDate;
  ended_on: PlainDate | null;
}

/** 多页证明的第二页起 */
export interface AttachmentPagesTable {
  region_code: string;
  class_id: string;
  attachment_id: string;
  page: number;
  file_hash: string;
}

/** 证明、照片与批准文件 */
export interface AttachmentsTable {
  region_code: string;
  class_id: string;
  id: string;
  kind: string;
  row_id: string | null;
  file_hash: string;
  file_name: string;
  added_by: string;
  added_at: Instant;
  removed_at: Instant | null;
  proof: string | null;
  holder_name: Generated<string>;
  holder_index: Buffer | null;
  source_digest: Buffer | null;
  thumbnail_hash: string | null;
  page_count: Generated<number>;
  remarks: ColumnType<JsonValue, string | undefined, string>;
  removed_by: string | null;
  sketch: string | null;
  sketch_bands: number[] | null;
}

/** 签到随机动作：服务器出题，限时、只用一次 */
export interface AttendanceChallengesTable {
  region_code: string;
  class_id: string;
  id: string;
  station_id: string;
  asks: string;
  issued_at: Instant;
  used_at: Instant | null;
}

/** 签到、签退记录：签到台与手机的每一次，被拒的也在内，只增不改 */
export interface AttendanceChecksTable {
  region_code: string;
  class_id: string;
  id: string;
  row_id: string | null;
  teacher_id: string | null;
  lesson_id: string | null;
  direction: string;
  at: Instant;
  received_at: Instant;
  taken_at: Instant | null;
  source: string;
  station_id: string;
  way: string;
  verdict: string;
  remarks: Generated<string[]>;
  score: number | null;
  liveness: number | null;
  engine_id: string | null;
  witness_id: string | null;
  witness_name: string | null;
  code_id: string | null;
  code_step: number | null;
  challenge_id: string | null;
  metres: number | null;
  picture_hashes: Generated<string[]>;
  command_id: string;
  picture_digests: Generated<string[]>;
  accuracy_metres: number | null;
  phone_mark: Buffer | null;
  place_mark: Buffer | null;
}

/** 身份证签到的一次性码：见证人当面发给本人，限时、只用一次；码本身不存 */
export interface AttendanceCodesTable {
  region_code: string;
  class_id: string;
  id: string;
  row_id: string | null;
  witness_id: string;
  witness_name: string;
  issued_at: Instant;
  ends_at: Instant;
  used_at: Instant | null;
  teacher_id: string | null;
}

/** 人脸单独同意、撤回与改用身份证：按告知书版本，只增不改，以最后一条为准 */
export interface AttendanceConsentsTable {
  region_code: string;
  class_id: string;
  id: string;
  row_id: string;
  choice: string;
  text_version: number;
  recorded_by: string;
  recorded_by_name: string;
  recorded_at: Instant;
  teacher_id: string | null;
  trainee_row: GeneratedAlways<string | null>;
}

/** 补签：机构提出并确认，县级审批，批准后计入学时 */
export interface AttendanceCorrectionsTable {
  region_code: string;
  class_id: string;
  id: string;
  row_id: string;
  lesson_id: string;
  direction: string;
  at: Instant;
  reason: string;
  state: string;
  version: Generated<number>;
  requested_by: string;
  requested_by_name: string;
  requested_at: Instant;
  endorsed_by: string | null;
  endorsed_by_name: string | null;
  endorsed_at: Instant | null;
  decided_by: string | null;
  decided_by_name: string | null;
  decided_at: Instant | null;
  decision_reason: Generated<string>;
}

/** 请假：机构经办人登记，负责人审批，县级可撤销 */
export interface AttendanceLeavesTable {
  region_code: string;
  class_id: string;
  id: string;
  row_id: string;
  kind: string;
  from_at: Instant;
  to_at: Instant;
  reason: string;
  state: string;
  version: Generated<number>;
  requested_by: string;
  requested_by_name: string;
  requested_at: Instant;
  decided_by: string | null;
  decided_by_name: string | null;
  decided_at: Instant | null;
  decision_reason: Generated<string>;
}

/** 签到台与教室签到码屏：由机构人员为一个班、一间教室打开，到时自动关闭 */
export interface AttendanceStationsTable {
  region_code: string;
  class_id: string;
  id: string;
  kind: string;
  venue_id: string;
  token_hash: Buffer;
  opened_by: string;
  opened_by_name: string;
  opened_at: Instant;
  ends_at: Instant;
  closed_at: Instant | null;
  last_seen_at: Instant | null;
  signing_key: Buffer | null;
}

/** 工作日历：国务院办公厅各年放假通知 */
export interface CalendarYearsTable {
  year: number;
  source: string;
  off_days: PlainDate[];
  worked_weekend_days: PlainDate[];
  entered_by: string | null;
  entered_at: Instant;
}

/** 教室镜头：录像按镜头归属；架设是否合规看该教室双方签字的附件6检查表 */
export interface CamerasTable {
  region_code: string;
  institution_id: string;
  id: string;
  venue_id: string;
  name: string;
  position: string;
  added_by: string;
  added_by_name: string;
  added_at: Instant;
  retired_at: Instant | null;
}

/** 职业目录与定点机构目录的各版：一人录入，一人确认 */
export interface CatalogueEditionsTable {
  id: string;
  catalogue: string;
  document: string;
  document_number: string;
  issued_on: PlainDate;
  from_day: PlainDate;
  until_day: PlainDate | null;
  content: ColumnType<JsonValue, string, string>;
  added_by: string;
  added_at: Instant;
  confirmed_by: string | null;
  confirmed_at: Instant | null;
  withdrawn_by: string | null;
  withdrawn_at: Instant | null;
  withdrawal_reason: Generated<string>;
}

/** 历次变更申请：内容、依据与检查结果，只增不改 */
export interface ChangeFilingsTable {
  region_code: string;
  class_id: string;
  change_id: string;
  number: number;
  filed_at: Instant;
  filed_by: string;
  statement: string;
  snapshot_sealed: Buffer;
  digest: Buffer;
  findings: ColumnType<JsonValue, string, string>;
  figures: ColumnType<JsonValue, string, string>;
}

/** 变更申请允许的状态变化，与流程表一致 */
export interface ChangeMovesTable {
  from_state: string;
  to_state: string;
}

/** 机构对待核签到的说明，只增不改 */
export interface CheckExplanationsTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  check_key: string;
  id: string;
  text: string;
  explained_by: string;
  explained_by_name: string;
  explained_at: Instant;
}

/** 资料核查：经办人对各项的认定 */
export interface CheckMarksTable {
  region_code: string;
  class_id: string;
  filing_number: number;
  item: string;
  verdict: string;
  note: string;
  marked_by: string;
  marked_at: Instant;
}

/** 刷脸签到的人脸特征，密封：当天比对有没有一人替几人签到，比完即删；撤回同意也即删 */
export interface CheckProbesTable {
  region_code: string;
  class_id: string;
  check_id: string;
  row_id: string;
  engine_id: string;
  template_sealed: Buffer;
  taken_at: Instant;
  teacher_id: string | null;
  trainee_row: GeneratedAlways<string | null>;
}

/** 待核签到的核定：计入或不计，写明依据和理由；只增不改，以最后一次为准 */
export interface CheckSettlementsTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  check_key: string;
  number: number;
  row_id: string;
  at: Instant;
  decision: string;
  basis: string;
  reason: string;
  settled_by: string;
  settled_by_name: string;
  settled_at: Instant;
  teacher_id: string | null;
  trainee_row: GeneratedAlways<string | null>;
  lesson_id: string | null;
  taught_by: string | null;
}

/** 批准后的变更申请：时间、地点、教师、计划、学员退出与替换 */
export interface ClassChangesTable {
  region_code: string;
  class_id: string;
  id: string;
  number: number;
  state: string;
  version: Generated<number>;
  kinds: Generated<string[]>;
  base_version: number;
  content_sealed: Buffer;
  reason: Generated<string>;
  effective_on: PlainDate | null;
  filing_count: Generated<number>;
  filed_by: string | null;
  filed_at: Instant | null;
  filed_on: PlainDate | null;
  due_on: PlainDate | null;
  verified_by: string | null;
  verified_at: Instant | null;
  verifier_opinion: string | null;
  decided_by: string | null;
  decided_at: Instant | null;
  opinion: string | null;
  created_by: string;
  created_at: Instant;
  changed_at: Instant;
}

/** 培训班留痕：只增不改 */
export interface ClassEventsTable {
  region_code: string;
  class_id: string;
  id: string;
  action: string;
  actor_id: string;
  actor_name: string;
  role: string;
  command_id: string;
  filing_number: number;
  reason: Generated<string>;
  findings: ColumnType<JsonValue, string | undefined, string>;
  happened_at: Instant;
}

/** 允许的状态变化，与流程表一致 */
export interface ClassMovesTable {
  from_state: string;
  to_state: string;
}

/** 系统录入号：哪一班的哪名学员以哪个号录入了省级系统 */
export interface ClassRegistrationsTable {
  region_code: string;
  system: string;
  number: string;
  class_id: string | null;
  class_words: string;
  person_index: Buffer | null;
  name: string;
  id_masked: string;
  import_id: string;
  imported_at: Instant;
}

/** 已办命令：同一命令编号只办一次 */
export interface CommandsTable {
  id: string;
  name: string;
  actor_id: string | null;
  input_digest: Buffer;
  outcome: ColumnType<JsonValue | null, string | null, string | null>;
  done_at: Instant;
}

/** 存证抽查抽到的数据块与结果 */
export interface CopyChallengeBlocksTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  challenge_id: string;
  number: number;
  recording_id: string;
  block: number;
  result: string | null;
  judged_at: Instant | null;
}

/** 存证抽查允许的状态变化，与流程表一致 */
export interface CopyChallengeMovesTable {
  from_state: string;
  to_state: string;
}

/** 存证抽查：每天从保管期内的全部录像随机抽取数据块，人社部门与机构各自证明自己的一份仍在 */
export interface CopyChallengesTable {
  region_code: string;
  institution_id: string;
  id: string;
  holder: string;
  state: string;
  asked_on: PlainDate;
  asked_at: Instant;
  due_on: PlainDate;
  archive_blocks: number;
  block_count: number;
  nonce: Buffer;
  answered_by: string | null;
  answered_by_name: string | null;
  answered_at: Instant | null;
  closed_at: Instant | null;
  purpose: Generated<string>;
}

/** 存证问题：一份录像在哪一方没有或不符，由县、市处理 */
export interface CopyFindingsTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  id: string;
  holder: string;
  recording_id: string;
  challenge_id: string;
  kind: string;
  block_count: number;
  found_at: Instant;
  settled_by: string | null;
  settled_by_name: string | null;
  settled_at: Instant | null;
  note: Generated<string>;
  closing: string | null;
}

/** 副本修复中损坏的数据块 */
export interface CopyRepairBlocksTable {
  region_code: string;
  institution_id: string;
  repair_id: string;
  block: number;
  arrived_at: Instant | null;
}

/** 副本修复允许的状态变化，与流程表一致 */
export interface CopyRepairMovesTable {
  from_state: string;
  to_state: string;
}

/** 副本修复：一份录像在一方的损坏，由另一方补上，重新抽查相符才办结 */
export interface CopyRepairsTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  id: string;
  holder: string;
  recording_id: string;
  finding_id: string;
  state: string;
  opened_at: Instant;
  checked_at: Instant | null;
  filled_at: Instant | null;
  filled_by_name: string | null;
  challenge_id: string | null;
  closed_at: Instant | null;
}

/** 申报编号与期数的流水 */
export interface CountersTable {
  region_code: string;
  year: number;
  kind: string;
  last: number;
}

/** 定点资格的中止：自、至（空为至恢复），恢复日 */
export interface DesignationSuspensionsTable {
  region_code: string;
  institution_id: string;
  designation_id: string;
  id: string;
  from_on: PlainDate;
  until_on: PlainDate | null;
  lifted_on: PlainDate | null;
  document: string;
  reason: string;
}

/** 定点资格：机构可开的职业与等级，有效期 */
export interface DesignationsTable {
  region_code: string;
  institution_id: string;
  occupation_code: string;
  level: number;
  valid_from: PlainDate;
  valid_until: PlainDate;
  id: Generated<string>;
  granting_bureau: string | null;
  document: string | null;
  ended_on: PlainDate | null;
  revoked_on: PlainDate | null;
}

/** 设备告警：同一事由一次，由人查明后写明理由办结 */
export interface DeviceAlarmsTable {
  region_code: string;
  institution_id: string;
  id: string;
  device_id: string;
  kind: string;
  alarm_key: string;
  detail: ColumnType<JsonValue, string, string>;
  payload_digest: Buffer | null;
  raised_at: Instant;
  settled_at: Instant | null;
  settled_by: string | null;
  settled_by_name: string | null;
  reason: string | null;
}

/** 附件6检查表：教室、考勤设备、视频设备，机构与人社部门双方签字 */
export interface DeviceChecklistsTable {
  region_code: string;
  institution_id: string;
  device_id: string;
  number: number;
  state: string;
  version: Generated<number>;
  venue_id: string;
  content: ColumnType<JsonValue, string, string>;
  findings: ColumnType<JsonValue, string | undefined, string>;
  offered_by: string | null;
  offered_by_name: string | null;
  offered_at: Instant | null;
  signed_by: string | null;
  signed_by_name: string | null;
  signed_at: Instant | null;
  returned_reason: string | null;
  changed_at: Instant;
}

/** 设备事件：同一设备同一流水号只存一次，只增不改 */
export interface DeviceEventsTable {
  region_code: string;
  device_id: string;
  series: number;
  sequence: number;
  told_key: string;
  institution_id: string;
  kind: string;
  person_code: string;
  person_index: Buffer | null;
  told_time: string;
  happened_at: Instant | null;
  received_at: Instant;
  offset_ms: number | null;
  method: string;
  verdict: string;
  direction: string;
  detail: string;
  flags: string[];
  picture_hash: string | null;
  payload_digest: Buffer;
  content_digest: Buffer;
}

/** 考勤设备换过的教室与专人：只增不改 */
export interface DeviceFormerPlacesTable {
  region_code: string;
  institution_id: string;
  device_id: string;
  until: Instant;
  venue_id: string;
  responsible_name: string;
  reason: string;
  changed_by: string;
  changed_by_name: string;
}

/** 考勤设备允许的状态变化，与流程表一致 */
export interface DeviceMovesTable {
  from_state: string;
  to_state: string;
}

/** 心跳、连接和补传请求用过的随机数；过了签名时限即清除 */
export interface DeviceNoncesTable {
  region_code: string;
  institution_id: string;
  device_id: string;
  nonce: string;
  used_at: Instant;
}

/** 设备送来的原始内容：密封存放，只增不改 */
export interface DevicePayloadsTable {
  region_code: string;
  device_id: string;
  digest: Buffer;
  institution_id: string;
  transport: string;
  body_sealed: Buffer;
  size: number;
  withheld_bytes: Generated<number>;
  event_count: number;
  unread_count: number;
  received_at: Instant;
  is_packed: Generated<boolean>;
  nonce: string | null;
  chain_number: number | null;
  chain_rows: Buffer | null;
  chain_link: Buffer | null;
}

/** 学员与任课教师在考勤设备里的人员编号 */
export interface DevicePeopleTable {
  region_code: string;
  class_id: string;
  row_id: string;
  person_code: string;
  teacher_id: string | null;
  trainee_row: GeneratedAlways<string | null>;
}

/** 考勤设备：登记、密钥、状态 */
export interface DevicesTable {
  region_code: string;
  institution_id: string;
  id: string;
  venue_id: string;
  vendor: string;
  model: string;
  serial: string;
  responsible_name: string;
  state: string;
  version: Generated<number>;
  key_kind: string;
  key_version: Generated<number>;
  key_sealed: Buffer | null;
  public_key: Buffer | null;
  path_hash: Buffer | null;
  key_issued_at: Instant;
  series: Generated<number>;
  epoch: Generated<number>;
  keeps_pictures: Generated<boolean>;
  last_seen_at: Instant | null;
  last_heartbeat_at: Instant | null;
  registered_by: string;
  registered_at: Instant;
  confirmed_by: string | null;
  confirmed_at: Instant | null;
}

/** 存疑班级核查与人脸疑问允许的状态变化，与流程表一致 */
export interface DoubtMovesTable {
  subject: string;
  from_state: string;
  to_state: string;
}

/** 抽中的现场照片与认定；不是本人的另登记疑似冒名顶替 */
export interface DrawnPhotosTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  check_id: string;
  drawn_for: PlainDate;
  verdict: string | null;
  note: string | null;
  reviewed_by: string | null;
  reviewed_by_name: string | null;
  reviewed_at: Instant | null;
}

/** 定点机构目录：某一版列入的机构，只增不改 */
export interface EditionInstitutionsTable {
  edition_id: string;
  institution_id: string;
  region_code: string;
  name: string;
  pinyin: string;
  initials: string;
}

/** 用人单位的注销、吊销与经营异常：何时起、依据什么、何时解除 */
export interface EmployerStandingsTable {
  credit_code: string;
  id: string;
  kind: string;
  from_day: PlainDate;
  source: string;
  entered_by: string;
  entered_at: Instant;
  lifted_on: PlainDate | null;
  lifted_source: Generated<string>;
  lifted_by: string | null;
}

/** 用人单位：一码一档，由申报的岗位带入 */
export interface EmployersTable {
  credit_code: string;
  name: string;
  pinyin: string;
  initials: string;
  seat_region: string | null;
  address: string;
  contact: string;
  phone_sealed: Buffer | null;
  version: Generated<number>;
  first_seen_at: Instant;
  entered_by: string | null;
  last_filed_on: PlainDate;
}

/** 建档转头核对：服务器出题，次序随机，限时、只用一次 */
export interface EnrolmentChallengesTable {
  region_code: string;
  class_id: string;
  id: string;
  row_id: string;
  steps: string[];
  issued_at: Instant;
  used_at: Instant | null;
}

/** 建档照片与人脸模板：逐项密封，撤回同意即删除 */
export interface EnrolmentFramesTable {
  region_code: string;
  class_id: string;
  row_id: string;
  position: number;
  picture_sealed: Buffer;
  picture_digest: Buffer;
  remarks: Generated<string[]>;
  engine_id: string | null;
  template_sealed: Buffer | null;
}

/** 头像建档允许的状态变化，与流程表一致 */
export interface EnrolmentMovesTable {
  from_state: string;
  to_state: string;
}

/** 头像建档（学员与任课教师）：采集、人社部门核对、退回、撤回同意后删除 */
export interface EnrolmentsTable {
  region_code: string;
  class_id: string;
  row_id: string;
  state: string;
  version: Generated<number>;
  engine_id: string | null;
  captured_by: string;
  captured_by_name: string;
  captured_at: Instant;
  decided_by: string | null;
  decided_by_name: string | null;
  decided_at: Instant | null;
  reason: Generated<string>;
  erased_at: Instant | null;
  teacher_id: string | null;
  trainee_row: GeneratedAlways<string | null>;
  is_turned: Generated<boolean>;
}

/** 保全：一人即时设定，一人申请、另一人确认才解除；在案期间什么也不能清除 */
export interface EvidenceHoldsTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  id: string;
  bench: string;
  state: string;
  version: Generated<number>;
  reason: string;
  document: string;
  from_on: PlainDate;
  placed_by: string;
  placed_by_name: string;
  placed_at: Instant;
  lift_reason: string | null;
  lift_asked_by: string | null;
  lift_asked_by_name: string | null;
  lift_asked_at: Instant | null;
  lifted_by: string | null;
  lifted_by_name: string | null;
  lifted_at: Instant | null;
}

/** 到期清除：列清单、监督、清除、销毁凭证；销毁凭证永久保存 */
export interface EvidencePurgesTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  id: string;
  state: string;
  version: Generated<number>;
  ended_on: PlainDate;
  kept_until: PlainDate;
  proposed_at: Instant;
  started_by: string | null;
  started_by_name: string | null;
  started_at: Instant | null;
  witnessed_by: string | null;
  witnessed_by_name: string | null;
  witnessed_at: Instant | null;
  withdrawn_by: string | null;
  withdrawn_by_name: string | null;
  withdrawn_at: Instant | null;
  withdraw_reason: Generated<string>;
  item_count: number | null;
  item_bytes: number | null;
  items_digest: Buffer | null;
  finished_at: Instant | null;
  certificate_hash: string | null;
}

/** 外部登记簿对每个人的答复，密封存放：只增不改 */
export interface ExchangeAnswersTable {
  region_code: string;
  batch_id: string;
  answer_number: number;
  person_index: Buffer;
  answer_sealed: Buffer;
}

/** 外部比对批次：向哪个登记簿问了哪些班的学员 */
export interface ExchangeBatchesTable {
  region_code: string;
  id: string;
  number: string;
  register: string;
  state: string;
  class_ids: string[];
  people_count: number;
  answer_count: Generated<number>;
  exported_by: string;
  exported_by_name: string;
  exported_at: Instant;
  answered_at: Instant | null;
  closed_at: Instant | null;
}

/** 比对结果文件的历次导入与对账：只增不改 */
export interface ExchangeImportsTable {
  region_code: string;
  batch_id: string;
  answer_number: number;
  file_name: string;
  file_digest: Buffer;
  answered_on: PlainDate;
  lists_only_hits: boolean;
  counts: ColumnType<JsonValue, string, string>;
  imported_by: string;
  imported_by_name: string;
  imported_at: Instant;
}

/** 比对批次发出的名单：只增不改 */
export interface ExchangePeopleTable {
  region_code: string;
  batch_id: string;
  person_index: Buffer;
  position: number;
  name: string;
  id_sealed: Buffer;
}

/** 哪些建档头像已与全部头像比对过 */
export interface FaceComparisonsTable {
  region_code: string;
  class_id: string;
  row_id: string;
  version: number;
  engine_id: string;
  compared_at: Instant;
}

/** 人脸识别技术应用备案：向省级网信部门办理的，只增不改 */
export interface FaceFilingsTable {
  id: string;
  number: string;
  filed_on: PlainDate;
  document: string;
  people: number;
  recorded_by: string;
  recorded_by_name: string;
  recorded_at: Instant;
}

/** 两个身份、一张脸的疑问：由人看照片决定，从不自动处理；同两人只问一次 */
export interface FacePairsTable {
  id: string;
  kind: string;
  region_code: string;
  class_id: string;
  row_id: string;
  person_index: Buffer;
  other_region_code: string;
  other_class_id: string;
  other_row_id: string;
  other_person_index: Buffer;
  check_id: string | null;
  other_check_id: string | null;
  engine_id: string;
  score: number;
  threshold: number;
  found_at: Instant;
  state: string;
  version: Generated<number>;
  follow: string | null;
  reason: Generated<string>;
  decided_by: string | null;
  decided_by_name: string | null;
  decided_at: Instant | null;
  teacher_id: string | null;
  trainee_row: string | null;
  other_teacher_id: string | null;
  other_trainee_row: string | null;
}

/** 标准与限额的后续行：一人录入，一人确认 */
export interface FigureLinesTable {
  id: string;
  figure: string;
  effective_from: PlainDate;
  value: ColumnType<string, number | string, number | string>;
  document: string;
  note: Generated<string>;
  added_by: string;
  added_at: Instant;
  confirmed_by: string | null;
  confirmed_at: Instant | null;
}

/** 文件：按内容摘要存放 */
export interface FilesTable {
  hash: string;
  media_type: string;
  size: number;
  stored_at: Instant;
}

/** 历次申报：内容、依据与检查结果，只增不改 */
export interface FilingsTable {
  region_code: string;
  class_id: string;
  number: number;
  filed_at: Instant;
  filed_by: string;
  statement: string;
  snapshot_sealed: Buffer;
  digest: Buffer;
  findings: ColumnType<JsonValue, string, string>;
  figures: ColumnType<JsonValue, string, string>;
}

/** 保全的经过，只增不改 */
export interface HoldEventsTable {
  region_code: string;
  class_id: string;
  hold_id: string;
  number: number;
  action: string;
  text: string;
  actor_id: string;
  actor_name: string;
  happened_at: Instant;
}

/** 保全允许的状态变化，与流程表一致 */
export interface HoldMovesTable {
  from_state: string;
  to_state: string;
}

/** 影响评估允许的状态变化，与流程表一致 */
export interface ImpactAssessmentMovesTable {
  from_state: string;
  to_state: string;
}

/** 个人信息保护影响评估：各版内容不改，确认的一版存成文件，长期保存 */
export interface ImpactAssessmentsTable {
  id: string;
  number: number;
  state: string;
  version: Generated<number>;
  sections: ColumnType<JsonValue, string, string>;
  basis: ColumnType<JsonValue, string, string>;
  assessors: string;
  opinion: string;
  residual_risks: string;
  assessed_on: PlainDate;
  drafted_by: string;
  drafted_by_name: string;
  drafted_at: Instant;
  decided_by: string | null;
  decided_by_name: string | null;
  decided_at: Instant | null;
  reason: Generated<string>;
  document_hash: string | null;
}

/** 冒名顶替：每期一案，由事件逐项推得；只有它决定补贴能否拨付 */
export interface ImpersonationCasesTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  stage: string;
  version: number;
  suspected: Generated<number>;
  confirmed: Generated<number>;
  has_open_appeal: Generated<boolean>;
  due_on: PlainDate | null;
  changed_at: Instant;
}

/** 冒名顶替案件的全部事件，只增不改；案件由它们推得 */
export interface ImpersonationEventsTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  number: number;
  kind: string;
  content: ColumnType<JsonValue, string, string>;
  actor_id: string | null;
  actor_role: string;
  actor_name: string;
  happened_at: Instant;
}

/** 冒名顶替的证据：照片、检查记录、听证笔录，密封存放，只增不改 */
export interface ImpersonationEvidenceTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  id: string;
  title: string;
  file_digest: Buffer;
  page_count: number;
  added_by: string | null;
  added_by_name: string;
  added_at: Instant;
  facts: ColumnType<JsonValue | null, string | null, string | null>;
}

/** 证据各页，密封存放 */
export interface ImpersonationEvidencePagesTable {
  region_code: string;
  institution_id: string;
  evidence_id: string;
  page: number;
  file_hash: string;
}

/** 冒名顶替允许的阶段变化，与流程表一致 */
export interface ImpersonationMovesTable {
  from_stage: string;
  to_stage: string;
}

/** 导入表格的列对应：按表头记住，全机构共用 */
export interface ImportMappingsTable {
  region_code: string;
  institution_id: string;
  list: string;
  shape_digest: Buffer;
  columns: ColumnType<JsonValue, string, string>;
  saved_by: string;
  saved_by_name: string;
  saved_at: Instant;
}

/** 对机构与定点资格的决定：一人提出，本局负责人确认 */
export interface InstitutionDecisionsTable {
  region_code: string;
  institution_id: string;
  id: string;
  act: string;
  bureau: string;
  designation_id: string | null;
  occupation_code: string | null;
  level: number | null;
  from_on: PlainDate;
  until_on: PlainDate | null;
  granting_bureau: string | null;
  document: string;
  reason: string;
  state: string;
  proposed_by: string;
  proposed_by_name: string;
  proposed_at: Instant;
  decided_by: string | null;
  decided_by_name: string | null;
  decided_at: Instant | null;
  opinion: string | null;
  new_name: string | null;
  new_credit_code: string | null;
  former_name: string | null;
  former_credit_code: string | null;
}

/** 定点培训机构 */
export interface InstitutionsTable {
  id: string;
  region_code: string;
  name: string;
  pinyin: string;
  initials: string;
  credit_code: string;
  licence_number: string;
  licence_until: PlainDate;
  address: string;
  principal_name: string;
  phone_sealed: Buffer;
  bank_name: string | null;
  bank_account_name: string | null;
  bank_account_sealed: Buffer | null;
  bank_account_index: Buffer | null;
  bank_account_tail: string | null;
  suspended_on: PlainDate | null;
  revoked_on: PlainDate | null;
  version: Generated<number>;
  kind: string | null;
  legal_representative: string | null;
  contact_name: string | null;
  contact_email: string | null;
  licence_issuer: string | null;
  former_name: string | null;
}

/** 就业岗位（附件5） */
export interface JobPostsTable {
  region_code: string;
  class_id: string;
  id: string;
  position: number;
  employer: string;
  credit_code: string;
  address: string;
  post: string;
  headcount: number | null;
  wage_from_fen: number | null;
  wage_to_fen: number | null;
  contact: string;
  phone_sealed: Buffer;
  valid_until: PlainDate | null;
}

/** 后台任务：每项最近一次办成与失败 */
export interface JobRunsTable {
  name: string;
  title: string;
  done_at: Instant | null;
  outcome: string | null;
  failed_at: Instant | null;
  fault: string | null;
}

/** 教学计划（附件3）的课次 */
export interface LessonsTable {
  region_code: string;
  class_id: string;
  id: string;
  position: number;
  taught_on: PlainDate;
  starts_minute: number;
  ends_minute: number;
  lesson_hours: number;
  kind: string;
  content: string;
  teacher_id: string | null;
  venue_id: string | null;
}

/** 留痕：只增不改，每条一片叶 */
export interface LogEventsTable {
  id: string;
  happened_at: Instant;
  actor_id: string | null;
  actor_name: string;
  role: string;
  action: string;
  outcome: string;
  subject_type: string | null;
  subject_id: string | null;
  region_code: string | null;
  institution_id: string | null;
  command_id: string | null;
  detail: ColumnType<JsonValue, string, string>;
  leaf_hash: Buffer;
}

/** 树头：每批编号之后的根 */
export interface LogHeadsTable {
  size: number;
  root: Buffer;
  frontier: Buffer;
  made_at: Instant;
}

/** 留痕编号：RFC 6962 叶序 */
export interface LogPositionsTable {
  position: number;
  event_id: string;
  leaf_hash: Buffer;
}

/** 待编号的留痕 */
export interface LogWaitingTable {
  event_id: string;
}

/** 已并入他档的学员：原档不动，查到哪一档都归到保留的一档 */
export interface MergedPeopleTable {
  person_id: string;
  person_index: Buffer;
  merged_into: string;
  merge_id: string;
}

export interface MessageReadsTable {
  user_id: string;
  read_until: Instant;
}

/** 消息：发给机构、县（市、区）或市局 */
export interface MessagesTable {
  id: string;
  region_code: string;
  institution_id: string | null;
  audience: string;
  subject_type: string;
  subject_id: string;
  text: string;
  sent_at: Instant;
  key: string | null;
}

/** 目录内的等级与规定课时，按日期 */
export interface OccupationLevelsTable {
  occupation_code: string;
  level: number;
  required_hours: number;
  valid_from: PlainDate;
  valid_until: PlainDate | null;
  edition_id: string | null;
  ended_by: string | null;
}

/** 职业（工种）目录 */
export interface OccupationsTable {
  code: string;
  name: string;
  pinyin: string;
  initials: string;
}

/** 学员：一人一档，跨班期 */
export interface PeopleTable {
  id: string;
  person_index: Buffer;
  id_sealed: Buffer;
  tail_index: Buffer;
  name: string;
  pinyin: string;
  initials: string;
  name_pairs: string[];
  sex: string;
  birth: PlainDate;
  first_seen_at: Instant;
}

/** 学员并档与拆档的申请、确认与理由 */
export interface PersonMergesTable {
  region_code: string;
  id: string;
  kind: string;
  state: string;
  kept_id: string;
  merged_id: string;
  reason: string;
  evidence: string;
  requested_by: string;
  requested_by_name: string;
  requested_at: Instant;
  settled_by: string | null;
  settled_by_name: string | null;
  settled_at: Instant | null;
  settlement: Generated<string>;
}

/** 学员时段占用：同一人同一时段只能在一个班；1 上午 2 下午 3 晚上 */
export interface PersonSlotsTable {
  person_index: Buffer;
  day: PlainDate;
  part: number;
  region_code: string;
  class_id: string;
}

/** 现场照片抽看：每班每个上课日抽一次，名单摘要与种子存下，谁都可以复算 */
export interface PhotoDrawsTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  drawn_for: PlainDate;
  pool_size: number;
  pool_digest: Buffer;
  seed: Buffer;
  drawn_at: Instant;
}

/** 签到、点名照片与另一天或另一间教室的哪一张几乎相同：由人对看认定，不自动处理 */
export interface PictureLikenessesTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  source: string;
  item_id: string;
  other_source: string;
  other_item_id: string;
  other_class_id: string;
  other_region_code: string;
  other_words: string;
  bits: number;
  found_at: Instant;
  verdict: string | null;
  review_note: string | null;
  reviewed_by_name: string | null;
  reviewed_at: Instant | null;
}

/** 签到、点名照片的感知摘要（256 位明暗），同一张另存仍认得出；不含人脸特征；0032 以前收下的没有 */
export interface PictureSketchesTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  source: string;
  item_id: string;
  venue_id: string | null;
  taken_at: Instant;
  sketch: Buffer;
  compared_at: Instant | null;
}

/** 教学计划的各版：某日的课程表以当日生效的最高一版为准，只增不改 */
export interface PlanVersionsTable {
  region_code: string;
  class_id: string;
  version: number;
  from_day: PlainDate;
  lessons: ColumnType<JsonValue, string, string>;
  change_id: string | null;
  added_at: Instant;
}

/** 销毁凭证逐项：什么、多少字节、摘要；先列明后清除，永久保存 */
export interface PurgeItemsTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  purge_id: string;
  number: number;
  kind: string;
  source: string;
  item_id: string;
  byte_length: number;
  hash: string;
  removed_at: Instant | null;
}

/** 到期清除允许的状态变化，与流程表一致 */
export interface PurgeMovesTable {
  from_state: string;
  to_state: string;
}

/** 录像中标为证据的片段：谁、为何、哪一段，只增不改 */
export interface RecordingClipsTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  id: string;
  recording_id: string;
  from_ms: number;
  to_ms: number;
  reason: string;
  case_id: string | null;
  marked_by: string;
  marked_by_name: string;
  marked_at: Instant;
}

/** 重复使用的画面：两份录像各记一行，各在自己的范围内可见 */
export interface RecordingMatchesTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  recording_id: string;
  other_id: string;
  other_class_id: string;
  kind: string;
  from_ms: number;
  other_from_ms: number;
  length_ms: number;
  likeness: number;
  found_at: Instant;
  verdict: string | null;
  review_note: Generated<string>;
  reviewed_by_name: string | null;
  reviewed_at: Instant | null;
}

/** 录像允许的状态变化，与流程表一致 */
export interface RecordingMovesTable {
  from_state: string;
  to_state: string;
}

/** 录像截图：总览图与人数抽样，密封存放 */
export interface RecordingPicturesTable {
  region_code: string;
  institution_id: string;
  recording_id: string;
  at_ms: number;
  kind: string;
  file_hash: string;
  head_count: number | null;
  taken_at: Instant;
}

/** 浏览器播放件：浏览器读不了的录像另做一份，可随时删去重做；原件才是佐证材料 */
export interface RecordingPreviewsTable {
  region_code: string;
  institution_id: string;
  recording_id: string;
  state: string;
  kind: string | null;
  byte_length: number | null;
  duration_ms: number | null;
  why: Generated<string>;
  changed_at: Instant;
}

/** 录像画面特征：每帧 8×8 灰度，去掉不动的背景；用来找重复使用的画面，不能还原人像 */
export interface RecordingSignaturesTable {
  region_code: string;
  institution_id: string;
  recording_id: string;
  step_ms: number;
  frames: number;
  signature: Buffer;
  made_at: Instant;
}

/** 正在写哪份录像：几台服务器之中同时只有一台；到时不续即作废 */
export interface RecordingUploadLeasesTable {
  recording_id: string;
  holder: string;
  is_wanted: Generated<boolean>;
  held_until: Instant;
}

/** 视频录像：断点续传，整份与分块摘要，分析所得 */
export interface RecordingsTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  id: string;
  camera_id: string;
  state: string;
  version: Generated<number>;
  file_name: string;
  file_mark: string;
  byte_length: number;
  stated_start: Instant;
  stated_seconds: number | null;
  uploaded_by: string;
  uploaded_by_name: string;
  announced_at: Instant;
  expires_at: Instant;
  storage_key: string | null;
  sha256: Buffer | null;
  block_bytes: number | null;
  block_hashes: Buffer | null;
  blocks_root: Buffer | null;
  received_at: Instant | null;
  starts_at: Instant;
  ends_at: Instant | null;
  start_reason: Generated<string>;
  start_set_by_name: string | null;
  is_measured: Generated<boolean>;
  facts: ColumnType<JsonValue | null, string | null, string | null>;
  findings: ColumnType<JsonValue, string | undefined, string>;
  analysed_at: Instant | null;
}

/** 市本级与十一个县（市、区） */
export interface RegionsTable {
  code: string;
  name: string;
  short_name: string;
  filing_prefix: string | null;
}

/** 系统录入名单的历次导入：只增不改 */
export interface RegistrationImportsTable {
  region_code: string;
  id: string;
  system: string;
  file_name: string;
  file_digest: Buffer;
  counts: ColumnType<JsonValue, string, string>;
  imported_by: string;
  imported_by_name: string;
  imported_at: Instant;
}

/** 系统录入名单的列对应：按表头记住，全县共用 */
export interface RegistrationMappingsTable {
  region_code: string;
  shape_digest: Buffer;
  columns: ColumnType<JsonValue, string, string>;
  saved_by: string;
  saved_by_name: string;
  saved_at: Instant;
}

/** 退回补正的各处原因与机构答复 */
export interface ReturnPointsTable {
  region_code: string;
  class_id: string;
  id: string;
  filing_number: number;
  part: string;
  row_id: string | null;
  field: string | null;
  reason: string;
  answer: Generated<string>;
  answered_at: Instant | null;
  rule: string | null;
}

/** 抽查点名逐人的作答，只增不改 */
export interface RollCallAnswersTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  call_id: string;
  row_id: string;
  is_present: boolean;
  reason: Generated<string>;
  checked_in: string;
}

/** 抽查点名照片与哪次的照片大半相同，只增不改；由人对看，不自动处理 */
export interface RollCallLikenessesTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  call_id: string;
  other_call_id: string;
  other_class_id: string;
  other_region_code: string;
  words: string;
  shared: number;
  is_mirrored: boolean;
}

/** 抽查点名允许的状态变化，与流程表一致 */
export interface RollCallMovesTable {
  from_state: string;
  to_state: string;
}

/** 点名照片查找用的画面特征（每两个取一个），按比对先后编号，只增不改；不含人脸特征 */
export interface RollCallPicturesTable {
  number: GeneratedAlways<number>;
  region_code: string;
  class_id: string;
  call_id: string;
  keys: Buffer;
}

/** 抽查点名：县级、市级发起，机构限时作答，到时未答即逾期，核对后办结 */
export interface RollCallsTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  id: string;
  lesson_id: string;
  lesson_words: string;
  called_by: string;
  called_by_name: string;
  called_at: Instant;
  due_at: Instant;
  state: string;
  version: Generated<number>;
  opened_by_name: string | null;
  opened_at: Instant | null;
  answered_by: string | null;
  answered_by_name: string | null;
  answered_at: Instant | null;
  picture_hash: string | null;
  picture_digest: Buffer | null;
  reviewed_by: string | null;
  reviewed_by_name: string | null;
  reviewed_at: Instant | null;
  review_note: Generated<string>;
  picture_words: number[] | null;
  picture_places: number[] | null;
  head_count: number | null;
  findings: ColumnType<JsonValue, string | undefined, string>;
  picture_compared_at: Instant | null;
}

/** 备案花名册（附件4）：证号、电话密封存放 */
export interface RosterRowsTable {
  region_code: string;
  class_id: string;
  id: string;
  position: number;
  name: string;
  pinyin: string;
  initials: string;
  id_sealed: Buffer;
  id_index: Buffer | null;
  phone_sealed: Buffer;
  phone_index: Buffer | null;
  category: string;
  cells: ColumnType<JsonValue, string, string>;
  source: ColumnType<JsonValue | null, string | null, string | null>;
  joined_on: PlainDate | null;
  withdrawn_on: PlainDate | null;
  joined_by: string | null;
  withdrawn_by: string | null;
}

/** 各规则按月命中：申报时提醒、申报被拦、退回时引用；次数与处数 */
export interface RuleStrikesTable {
  region_code: string;
  institution_id: string;
  month: PlainDate;
  rule: string;
  kind: string;
  times: number;
  places: number;
}

/** 登录会话：只存令牌摘要 */
export interface SessionsTable {
  token_hash: Buffer;
  user_id: string;
  created_at: Instant;
  seen_at: Instant;
  ends_at: Instant;
  ended_at: Instant | null;
  second_factor_at: Instant | null;
  source: string;
  agent: string;
}

/** 本库的标识与演示标记 */
export interface SettingsTable {
  name: string;
  value: ColumnType<JsonValue, string, string>;
}

/** 课后已查过人脸不符与活体存疑的课次 */
export interface SettledLessonsTable {
  region_code: string;
  class_id: string;
  lesson_id: string;
  raised: number;
  settled_at: Instant;
}

/** 登录失败计数：按账户与来源 */
export interface SignInFailuresTable {
  id: GeneratedAlways<number>;
  subject: string;
  failed_at: Instant;
}

/** 现存人脸信息的人数越过或退回各档的日子，只增不改 */
export interface StoredFaceCrossingsTable {
  id: GeneratedAlways<number>;
  level: string;
  people: number;
  crossed_on: PlainDate;
  crossed_at: Instant;
}

/** 同意文件的各页 */
export interface TeacherConsentPagesTable {
  region_code: string;
  institution_id: string;
  consent_id: string;
  page: number;
  file_hash: string;
}

/** 教师主要用人单位的同意文件 */
export interface TeacherConsentsTable {
  region_code: string;
  institution_id: string;
  teacher_id: string;
  id: string;
  employer_name: string;
  valid_until: PlainDate | null;
  file_name: string;
  page_count: number;
  thumbnail_hash: string;
  added_by: string;
  added_at: Instant;
  removed_by: string | null;
  removed_at: Instant | null;
}

/** 任课教师签到之后才发现的疑点：照片不像、一部手机为几人签、一张脸几个身份、本人反映不是我；只增不改，由县核定 */
export interface TeacherDoubtsTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  check_key: string;
  kind: string;
  teacher_id: string;
  facts: ColumnType<JsonValue, string | undefined, string>;
  raised_by_name: string;
  raised_at: Instant;
}

/** 教师的各项任职资格：职业、等级、证书、发证机构、有效期 */
export interface TeacherQualificationsTable {
  region_code: string;
  institution_id: string;
  teacher_id: string;
  position: number;
  occupation_code: string;
  level: number;
  title: string;
  certificate_number: string;
  issued_by: string;
  valid_until: PlainDate | null;
}

/** 授课教师：资格、职业、等级 */
export interface TeachersTable {
  region_code: string;
  institution_id: string;
  id: string;
  name: string;
  pinyin: string;
  initials: string;
  id_sealed: Buffer;
  id_index: Buffer;
  phone_sealed: Buffer;
  occupation_code: string;
  level: number;
  qualification: string;
  version: Generated<number>;
  joined_on: PlainDate | null;
  left_on: PlainDate | null;
  leave_reason: Generated<string>;
  stopped_on: PlainDate | null;
  stop_reason: Generated<string>;
  employment: string | null;
  employer_name: Generated<string>;
  employer_code: Generated<string>;
}

/** 人脸特征的清除：培训结束次日自动进行，只增不改 */
export interface TemplateErasuresTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  trainee_count: number;
  template_count: number;
  erased_at: Instant;
}

/** 培训班（期）：从起草到批准 */
export interface TrainingClassesTable {
  region_code: string;
  id: string;
  institution_id: string;
  state: string;
  version: Generated<number>;
  occupation_code: string | null;
  level: number | null;
  starts_on: PlainDate | null;
  ends_on: PlainDate | null;
  final_exam_on: PlainDate | null;
  skills_assessment_on: PlainDate | null;
  class_mode: string | null;
  theory_venue_id: string | null;
  practice_venue_id: string | null;
  class_lead_name: Generated<string>;
  class_lead_phone_sealed: Buffer | null;
  course_summary: Generated<string>;
  filing_number: string | null;
  filing_count: Generated<number>;
  filed_at: Instant | null;
  filed_on: PlainDate | null;
  filed_by: string | null;
  due_on: PlainDate | null;
  verified_by: string | null;
  verified_at: Instant | null;
  decided_by: string | null;
  decided_at: Instant | null;
  decision_opinion: string | null;
  class_year: number | null;
  class_number: number | null;
  trainee_count: Generated<number>;
  blocking_count: Generated<number>;
  warning_count: Generated<number>;
  created_by: string;
  created_at: Instant;
  changed_at: Instant;
  offered_version: number | null;
  offered_by: string | null;
  offered_at: Instant | null;
}

/** 存疑班级的核查：到了分数排队，由人社部门写明结论办结 */
export interface TruthReviewsTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  id: string;
  state: string;
  version: Generated<number>;
  opened_at: Instant;
  opened_doubt: number;
  reasons: string[];
  closed_doubt: number | null;
  closed_by: string | null;
  closed_by_name: string | null;
  closed_at: Instant | null;
  finding: Generated<string>;
}

/** 考勤真实度逐日走势 */
export interface TruthScoreDaysTable {
  region_code: string;
  class_id: string;
  day: PlainDate;
  doubt: number;
}

/** 考勤真实度：只决定先看哪个班，不是证据，也不动补贴；机构看不到 */
export interface TruthScoresTable {
  region_code: string;
  institution_id: string;
  class_id: string;
  doubt: number;
  is_for_review: boolean;
  reasons: ColumnType<JsonValue, string, string>;
  lessons: ColumnType<JsonValue, string, string>;
  inputs: ColumnType<JsonValue, string, string>;
  computed_at: Instant;
}

/** 账户：一人一号，角色与管辖范围 */
export interface UsersTable {
  id: string;
  username: string;
  display_name: string;
  role: string;
  region_code: string | null;
  institution_id: string | null;
  password_hash: string;
  password_changed_at: Instant;
  former_hashes: Generated<string[]>;
  totp_sealed: Buffer | null;
  totp_last_step: number | null;
  is_demo: Generated<boolean>;
  disabled_at: Instant | null;
  created_at: Instant;
}

/** 场地内的设备：名称、型号、数量、用于哪个职业 */
export interface VenueEquipmentTable {
  region_code: string;
  institution_id: string;
  venue_id: string;
  position: number;
  name: string;
  model: string;
  count: number;
  occupation_code: string | null;
}

/** 培训场地与教室 */
export interface VenuesTable {
  region_code: string;
  institution_id: string;
  id: string;
  name: string;
  kind: string;
  address: string;
  capacity: number;
  version: Generated<number>;
  floor_area: ColumnType<string | null, number | string | null, number | string | null>;
  longitude: ColumnType<string | null, number | string | null, number | string | null>;
  latitude: ColumnType<string | null, number | string | null, number | string | null>;
  closed_on: PlainDate | null;
  close_reason: string | null;
  awaits_check: Generated<boolean>;
}

/** 后续环节交办县、市的事项：办结前列在待办里 */
export interface WaitingTasksTable {
  region_code: string;
  institution_id: string | null;
  id: string;
  key: string;
  audience: string;
  address: string;
  what: string;
  about: string;
  raised_at: Instant;
  settled_at: Instant | null;
}

/** 对提醒的认定与理由 */
export interface WarningDecisionsTable {
  region_code: string;
  class_id: string;
  filing_number: number;
  rule: string;
  row_id: Generated<string>;
  field: string;
  accepted: boolean;
  reason: string;
  decided_by: string;
  decided_at: Instant;
}

export interface Tables {
  absence_moves: AbsenceMovesTable;
  absence_papers: AbsencePapersTable;
  account_statements: AccountStatementsTable;
  agency_agreements: AgencyAgreementsTable;
  attachment_pages: AttachmentPagesTable;
  attachments: AttachmentsTable;
  attendance_challenges: AttendanceChallengesTable;
  attendance_checks: AttendanceChecksTable;
  attendance_codes: AttendanceCodesTable;
  attendance_consents: AttendanceConsentsTable;
  attendance_corrections: AttendanceCorrectionsTable;
  attendance_leaves: AttendanceLeavesTable;
  attendance_stations: AttendanceStationsTable;
  calendar_years: CalendarYearsTable;
  cameras: CamerasTable;
  catalogue_editions: CatalogueEditionsTable;
  change_filings: ChangeFilingsTable;
  change_moves: ChangeMovesTable;
  check_explanations: CheckExplanationsTable;
  check_marks: CheckMarksTable;
  check_probes: CheckProbesTable;
  check_settlements: CheckSettlementsTable;
  class_changes: ClassChangesTable;
  class_events: ClassEventsTable;
  class_moves: ClassMovesTable;
  class_registrations: ClassRegistrationsTable;
  commands: CommandsTable;
  copy_challenge_blocks: CopyChallengeBlocksTable;
  copy_challenge_moves: CopyChallengeMovesTable;
  copy_challenges: CopyChallengesTable;
  copy_findings: CopyFindingsTable;
  copy_repair_blocks: CopyRepairBlocksTable;
  copy_repair_moves: CopyRepairMovesTable;
  copy_repairs: CopyRepairsTable;
  counters: CountersTable;
  designation_suspensions: DesignationSuspensionsTable;
  designations: DesignationsTable;
  device_alarms: DeviceAlarmsTable;
  device_checklists: DeviceChecklistsTable;
  device_events: DeviceEventsTable;
  device_former_places: DeviceFormerPlacesTable;
  device_moves: DeviceMovesTable;
  device_nonces: DeviceNoncesTable;
  device_payloads: DevicePayloadsTable;
  device_people: DevicePeopleTable;
  devices: DevicesTable;
  doubt_moves: DoubtMovesTable;
  drawn_photos: DrawnPhotosTable;
  edition_institutions: EditionInstitutionsTable;
  employer_standings: EmployerStandingsTable;
  employers: EmployersTable;
  enrolment_challenges: EnrolmentChallengesTable;
  enrolment_frames: EnrolmentFramesTable;
  enrolment_moves: EnrolmentMovesTable;
  enrolments: EnrolmentsTable;
  evidence_holds: EvidenceHoldsTable;
  evidence_purges: EvidencePurgesTable;
  exchange_answers: ExchangeAnswersTable;
  exchange_batches: ExchangeBatchesTable;
  exchange_imports: ExchangeImportsTable;
  exchange_people: ExchangePeopleTable;
  face_comparisons: FaceComparisonsTable;
  face_filings: FaceFilingsTable;
  face_pairs: FacePairsTable;
  figure_lines: FigureLinesTable;
  files: FilesTable;
  filings: FilingsTable;
  hold_events: HoldEventsTable;
  hold_moves: HoldMovesTable;
  impact_assessment_moves: ImpactAssessmentMovesTable;
  impact_assessments: ImpactAssessmentsTable;
  impersonation_cases: ImpersonationCasesTable;
  impersonation_events: ImpersonationEventsTable;
  impersonation_evidence: ImpersonationEvidenceTable;
  impersonation_evidence_pages: ImpersonationEvidencePagesTable;
  impersonation_moves: ImpersonationMovesTable;
  import_mappings: ImportMappingsTable;
  institution_decisions: InstitutionDecisionsTable;
  institutions: InstitutionsTable;
  job_posts: JobPostsTable;
  job_runs: JobRunsTable;
  lessons: LessonsTable;
  log_events: LogEventsTable;
  log_heads: LogHeadsTable;
  log_positions: LogPositionsTable;
  log_waiting: LogWaitingTable;
  merged_people: MergedPeopleTable;
  message_reads: MessageReadsTable;
  messages: MessagesTable;
  occupation_levels: OccupationLevelsTable;
  occupations: OccupationsTable;
  people: PeopleTable;
  person_merges: PersonMergesTable;
  person_slots: PersonSlotsTable;
  photo_draws: PhotoDrawsTable;
  picture_likenesses: PictureLikenessesTable;
  picture_sketches: PictureSketchesTable;
  plan_versions: PlanVersionsTable;
  purge_items: PurgeItemsTable;
  purge_moves: PurgeMovesTable;
  recording_clips: RecordingClipsTable;
  recording_matches: RecordingMatchesTable;
  recording_moves: RecordingMovesTable;
  recording_pictures: RecordingPicturesTable;
  recording_previews: RecordingPreviewsTable;
  recording_signatures: RecordingSignaturesTable;
  recording_upload_leases: RecordingUploadLeasesTable;
  recordings: RecordingsTable;
  regions: RegionsTable;
  registration_imports: RegistrationImportsTable;
  registration_mappings: RegistrationMappingsTable;
  return_points: ReturnPointsTable;
  roll_call_answers: RollCallAnswersTable;
  roll_call_likenesses: RollCallLikenessesTable;
  roll_call_moves: RollCallMovesTable;
  roll_call_pictures: RollCallPicturesTable;
  roll_calls: RollCallsTable;
  roster_rows: RosterRowsTable;
  rule_strikes: RuleStrikesTable;
  sessions: SessionsTable;
  settings: SettingsTable;
  settled_lessons: SettledLessonsTable;
  sign_in_failures: SignInFailuresTable;
  stored_face_crossings: StoredFaceCrossingsTable;
  teacher_consent_pages: TeacherConsentPagesTable;
  teacher_consents: TeacherConsentsTable;
  teacher_doubts: TeacherDoubtsTable;
  teacher_qualifications: TeacherQualificationsTable;
  teachers: TeachersTable;
  template_erasures: TemplateErasuresTable;
  training_classes: TrainingClassesTable;
  truth_reviews: TruthReviewsTable;
  truth_score_days: TruthScoreDaysTable;
  truth_scores: TruthScoresTable;
  users: UsersTable;
  venue_equipment: VenueEquipmentTable;
  venues: VenuesTable;
  waiting_tasks: WaitingTasksTable;
  warning_decisions: WarningDecisionsTable;
}
