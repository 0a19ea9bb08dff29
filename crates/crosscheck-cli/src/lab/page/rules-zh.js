// 引擎以英文给出的规则与检查结果的中文说明，按其稳定名称排列。

/** 规则：哪里不对，以及浏览器为何如此要求。 */
export const rules = {
  'disallowed-by-mode': ['页面只允许请求自己的源，而 URL 属于另一个源', '`mode: "same-origin"` 是页面自己的承诺'],
  'no-cors-redirect-mode': ['不使用 CORS 时必须跟随重定向', '停在重定向处会让页面得知发生了重定向'],
  'scheme-not-http': ['CORS 只适用于 http 与 https', '其他协议没有可供服务器表示同意的标头'],
  'invalid-data-url': ['data: URL 的编码与其声明不符', '没有可读取的内容'],
  'local-network-insecure': ['页面未经 TLS 加载，而主机比页面更靠近用户', '途中任何人都可能改动的内容，不应访问用户自己的设备'],
  'local-network-denied': ['用户没有允许页面访问比它更靠近用户的主机', '家中的设备信任能访问它们的人；网上的页面不应自动获得这种信任'],
  'network-failure': ['没有响应：没有连接、连接中断，或证书不受信任', '这不是 CORS 的判定，尽管控制台可能这样写'],
  'allow-origin-missing': ['响应没有 Access-Control-Allow-Origin', '服务器没有共享的内容，只有它自己的页面可以读取'],
  'wildcard-with-credentials': ['Access-Control-Allow-Origin 是 `*`，而请求附带凭证', '与所有人共享的服务器，不可能是指展示给某一个用户的内容'],
  'allow-origin-multiple': ['Access-Control-Allow-Origin 有多个值', '服务器只能与一个源共享响应，或用 `*` 与所有源共享'],
  'allow-origin-invalid': ['Access-Control-Allow-Origin 不是一个源', '该值会与页面的源逐字节比较'],
  'allow-origin-mismatch': ['Access-Control-Allow-Origin 指明了另一个源', '该值会与页面的源逐字节比较'],
  'allow-credentials': ['请求附带凭证，而 Access-Control-Allow-Credentials 不是 `true`', '展示给已登录用户的内容，服务器必须明知而共享'],
  'preflight-status': ['预检的响应状态不在 200 至 299 之间', '错误不是许可，无论标头写了什么'],
  'preflight-redirect': ['预检得到了重定向', '许可是向一个 URL 询问的，另一个 URL 无权给出'],
  'invalid-allow-methods': ['Access-Control-Allow-Methods 不是方法的列表', '无法解读的内容不允许任何东西'],
  'invalid-allow-headers': ['Access-Control-Allow-Headers 不是标头名称的列表', '无法解读的内容不允许任何东西'],
  'method-not-allowed': ['Access-Control-Allow-Methods 没有列出该方法', '表单只能发送 GET、HEAD 和 POST；超出这些的请求，服务器必须有所预期'],
  'headers-not-allowed': ['Access-Control-Allow-Headers 没有列出所有需要许可的标头', '表单不能设置标头；能设置标头的请求，服务器必须有所预期'],
  'redirect-mode-error': ['响应是重定向，而页面不接受重定向', '`redirect: "error"` 是页面自己的要求'],
  'location-invalid': ['重定向的 Location 不是 URL，或有多个', '没有可以前往的地址'],
  'location-scheme': ['重定向指向 http 与 https 以外的协议', '否则服务器可以把页面引到只有页面自己才能打开的地方'],
  'too-many-redirects': ['重定向超过 20 次', '这是循环'],
  'location-credentials': ['重定向的 Location 含有用户名或密码', '服务器不得替页面登录别处'],
  'stream-redirect': ['重定向要求再次发送流式主体', '流只能读取一次'],
  'resource-policy': ['Cross-Origin-Resource-Policy 只允许自己的站点使用该响应', '不经 CORS 加载的内容仍可能进入陌生页面的进程'],
};

/** 策略的检查结果。 */
export const findings = {
  'no-origins': '没有列出任何源，所以没有人能读取。', 'invalid-origin': '没有浏览器会发送这样的源。', 'invalid-pattern': '这不是有效的源模式。',
  'null-origin': '任何人的沙箱页面都会发送 null。', 'insecure-origin': '途中任何人都可以冒充 http 源。', 'public-suffix': '任何人都可以在这个后缀下拥有名称。',
  'shared-suffix': '这个后缀与陌生人共用。', 'loopback-with-credentials': '本机上的任何页面都将附带凭证读取。', 'any-port-with-credentials': '该主机的任何端口都将附带凭证读取。',
  duplicate: '该值重复出现。', covered: '已被同一规则中的另一个模式覆盖。', 'wildcard-not-alone': '`*` 会吞掉与它并列的其他值。',
  'wildcard-with-credentials': '附带凭证时浏览器只把 `*` 当作字面的星号。', 'wildcard-without-authorization': '`*` 不包括 authorization。', 'invalid-method': '这不是方法。',
  'forbidden-method': '脚本不能使用此方法。', 'method-case': '方法区分大小写。', needless: '无需许可，可以删去。', 'invalid-header-name': '这不是标头名称。',
  'forbidden-request-header': '脚本不能设置此请求标头。', 'forbidden-response-header': '脚本不能读取此响应标头。', 'max-age-out-of-bounds': '秒数须在 0 至 86400 之间。',
  'max-age-cut': '部分浏览器会截短该时间。', 'invalid-path': '这不是规则的路径。', 'unreachable-rule': '前面的规则已经回答了它的所有源，所以它永远不会被询问。',
  'conflicting-resource-policy': '同一路径的规则对嵌入的说法不一致。', 'unused-danger': '接受了风险，但策略并不需要它。',
  'wrong-type': '值的类型不对。', 'unknown-key': '没有这个名称。', 'misplaced-key': '位置不对：它属于某个表。', 'missing-table': '文件是空的。', 'not-toml': '这不是 TOML。',
};
