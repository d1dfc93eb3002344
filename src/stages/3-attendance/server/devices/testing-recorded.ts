import { gzipSync } from 'node:zlib';

/** Payloads as devices send them, by the formats their makers describe; names and numbers are invented. */

/** ATTLOG of a face terminal: person, local time, status, method (15 = face), work code, reserved columns. */
export const attlog = [
  '1001\t2026-03-02 08:21:07\t0\t15\t0\t0\t0\t255\t0\t0',
  '1002\t2026-03-02 08:21:11\t0\t15\t0\t0\t0\t255\t0\t0',
  '1003\t2026-03-02 08:22:40\t0\t4\t0\t0\t0\t255\t0\t0',
  '1001\t2026-03-02 11:35:02\t1\t15\t0\t0\t0\t255\t0\t0',
  '',
].join('\n');

/** OPERLOG: start, menu, somebody enrolled, his record, a template, the case opened, records wiped. */
export const operlog = [
  'OPLOG 0\t0\t2026-03-02 08:00:01\t0\t0\t0\t0',
  'OPLOG 4\t1\t2026-03-02 08:05:12\t0\t0\t0\t0',
  'OPLOG 30\t1\t2026-03-02 08:06:30\t1004\t0\t0\t0',
  'USER PIN=1004\tName=赵学员\tPri=0\tPasswd=889900\tCard=\tGrp=1\tTZ=0000000100000000\tVerify=-1',
  `FACE PIN=1004\tFID=0\tSIZE=1648\tVALID=1\tTMP=${'QUJD'.repeat(400)}`,
  'OPLOG 3\t0\t2026-03-02 08:10:00\t55\t0\t0\t0',
  'OPLOG 13\t1\t2026-03-02 08:12:00\t0\t0\t0\t0',
  '',
].join('\r\n');

/** An access event of a Hikvision face terminal as JSON. */
export const isapiEvent = (serialNo: number, more: Readonly<Record<string, unknown>> = {}) => ({
  ipAddress: '192.168.1.64',
  portNo: 80,
  protocol: 'HTTP',
  macAddress: '44:47:cc:00:11:22',
  channelID: 1,
  dateTime: '2026-03-02T08:31:20+08:00',
  activePostCount: 1,
  eventType: 'AccessControllerEvent',
  eventState: 'active',
  eventDescription: 'Access Controller Event',
  AccessControllerEvent: {
    deviceName: 'Access Controller',
    majorEventType: 5,
    subEventType: 75,
    name: '赵学员',
    cardReaderKind: 1,
    cardReaderNo: 1,
    verifyNo: 153,
    employeeNoString: '1001',
    serialNo,
    userType: 'normal',
    currentVerifyMode: 'cardOrFace',
    frontSerialNo: serialNo - 1,
    attendanceStatus: 'checkIn',
    label: '上课',
    statusValue: 0,
    mask: 'no',
    picturesNumber: 1,
    purePwdVerifyEnable: true,
    FaceRect: { height: 0.311, width: 0.175, x: 0.406, y: 0.427 },
    currentEvent: true,
    ...more,
  },
});

export const isapiHeartbeat = {
  ipAddress: '192.168.1.64',
  dateTime: '2026-03-02T09:00:00+08:00',
  eventType: 'heartBeat',
  eventState: 'active',
  eventDescription: 'Heartbeat',
};

/** The same event as XML, as older firmware writes it. */
export const isapiXml = (serialNo: number): string => `<?xml version="1.0" encoding="UTF-8"?>
<EventNotificationAlert version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema">
  <ipAddress>192.168.1.64</ipAddress>
  <dateTime>2026-03-02T08:33:05+08:00</dateTime>
  <eventType>AccessControllerEvent</eventType>
  <eventState>active</eventState>
  <AccessControllerEvent>
    <majorEventType>5</majorEventType>
    <subEventType>76</subEventType>
    <name>赵&amp;学员</name>
    <employeeNoString>1002</employeeNoString>
    <serialNo>${serialNo}</serialNo>
    <currentVerifyMode>face</currentVerifyMode>
    <attendanceStatus>checkOut</attendanceStatus>
    <currentEvent>false</currentEvent>
  </AccessControllerEvent>
</EventNotificationAlert>`;

export const boundary = '---------------------------7e13971310878';

export interface RecordedPart {
  readonly type: string;
  readonly content: Buffer;
  readonly isZipped?: boolean;
}

/** A multipart body with parts named as different firmware names them. */
export const multipart = (parts: readonly RecordedPart[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ type, content, isZipped }, at) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${at === 0 ? 'event_log' : 'Picture'}"\r\nContent-Type: ${type}\r\n${isZipped ? 'Content-Encoding: gzip\r\n' : ''}Content-Length: ${content.length}\r\n\r\n`,
      ),
      isZipped ? gzipSync(content) : content,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);

export const multipartType = `multipart/form-data; boundary=${boundary}`;
