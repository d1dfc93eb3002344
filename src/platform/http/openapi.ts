import { z } from 'zod';
import { roleNames } from '#kernel/roles';
import { fieldName } from '../field-names';
import type { AnyOperation } from '../operation';
import { apiBase } from './operation-routes';

const pathParameters = (path: string): string[] => [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');

const peopleOf = (operation: AnyOperation): string =>
  operation.by === 'signedIn' ? '已登录人员' : operation.by.map((role) => roleNames[role]).join('、');

function schemaOf(operation: AnyOperation): { properties: Record<string, unknown>; required: string[] } {
  const schema = z.toJSONSchema(z.strictObject(operation.input.shape), { io: 'input', unrepresentable: 'any' });
  const named = Object.entries(schema.properties ?? {}).map(([name, form]) => [
    name,
    typeof form === 'object' ? { title: fieldName(name), ...form } : form,
  ]);
  return { properties: Object.fromEntries(named), required: [...(schema.required ?? [])] };
}

const refusal = (description: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
});

function describe(operation: AnyOperation): Record<string, unknown> {
  const { properties, required } = schemaOf(operation);
  const inPath = pathParameters(operation.path);
  const others = Object.keys(properties).filter((name) => !inPath.includes(name));
  const parameter = (name: string, place: 'path' | 'query') => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: properties[name] ?? {},
  });
  const isUpload = operation.kind === 'command' && operation.uploadLimit !== undefined;
  const asQuery = operation.kind === 'query' || isUpload;
  const body = {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(others.map((name) => [name, properties[name]])),
    required: others.filter((name) => required.includes(name)),
  };
  const commandId = { name: 'Command-Id', in: 'header', required: true, schema: { type: 'string', format: 'uuid' } };
  return {
    operationId: operation.name,
    summary: operation.title,
    description: `可办理：${peopleOf(operation)}${operation.cites?.length ? `；依据：${operation.cites.join('、')}` : ''}`,
    'x-cites': operation.cites ?? [],
    tags: [operation.name.split('.')[0]],
    parameters: [
      ...inPath.map((name) => parameter(name, 'path')),
      ...(asQuery ? others.map((name) => parameter(name, 'query')) : []),
      ...(operation.kind === 'command' ? [commandId] : []),
    ],
    ...(operation.kind === 'command'
      ? {
          requestBody: isUpload
            ? { content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } }
            : { content: { 'application/json': { schema: body } } },
        }
      : {}),
    responses: {
      200: { description: '已办理', content: { 'application/json': { schema: { type: 'object' } } } },
      400: refusal('填写有误'),
      401: refusal('未登录'),
      403: refusal('无此权限'),
      404: refusal('没有找到，或不在管辖范围'),
      409: refusal('状态已变'),
      422: refusal('规则不允许'),
    },
  };
}

/** The OpenAPI 3.1 description of everything declared. */
export function openApiOf(operations: readonly AnyOperation[]): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = apiBase + operation.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.kind === 'command' ? 'post' : 'get']: describe(operation) };
  }
  return {
    openapi: '3.1.0',
    info: { title: '明训 · 补贴性职业培训监管平台', version: '1', description: '网页与外部系统使用同一接口。' },
    paths,
    components: {
      schemas: {
        Refusal: {
          type: 'object',
          properties: {
            message: { type: 'string', description: '原因与下一步' },
            kind: { type: 'string' },
            findings: { type: 'array', items: { type: 'object' } },
            faults: { type: 'array', items: { type: 'object' } },
            reference: { type: 'string', description: '查询编号' },
          },
          required: ['message', 'reference'],
        },
      },
    },
  };
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A page to read the interface on: one row an operation; styled by one sheet that carries the page’s nonce. */
export function apiPage(operations: readonly AnyOperation[], nonce: string): string {
  const rows = operations.map((operation) => {
    const cells = [
      `<code>${operation.kind === 'command' ? 'POST' : 'GET'}</code>`,
      `<code>${escapeHtml(apiBase + operation.path)}</code>`,
      escapeHtml(operation.title),
      escapeHtml(peopleOf(operation)),
      escapeHtml((operation.cites ?? []).join('、')),
    ];
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>明训 接口说明</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style nonce="${nonce}">
body{max-width:1200px;margin:32px auto;padding:0 16px;font:14px/1.6 "Noto Sans SC",system-ui,sans-serif;color:#1b2230}
table{border-collapse:collapse;width:100%}th,td{padding:6px 10px;text-align:left;border-bottom:1px solid #dfe2e7;vertical-align:top}
th{position:sticky;top:0;background:#f4f5f7}code{font-size:13px}a{color:#1f55a8}</style>
<h1>明训 接口说明</h1><p>OpenAPI 3.1：<a href="/api/openapi.json">/api/openapi.json</a>。写操作须带请求头
<code>Command-Id</code>（UUID）；同一编号只办一次，重发得到同样的结果。</p>
<table><thead><tr><th scope="col">方法</th><th scope="col">路径</th><th scope="col">办理事项</th>
<th scope="col">可办理</th><th scope="col">依据</th></tr></thead><tbody>${rows.join('')}</tbody></table></html>`;
}
