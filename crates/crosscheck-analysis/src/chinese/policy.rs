//! What is wrong with a policy file.

use crosscheck::catalog::Wording;

const fn said(english: &'static str, chinese: &'static str) -> Wording {
    Wording::new(english, chinese)
}

pub(super) const FINDINGS: &[Wording] = &[
    // Origins.
    said("an origin has no path, not even a trailing slash", "源不带路径，末尾的斜杠也不行"),
    said("a browser leaves the default port out", "浏览器会省略默认端口"),
    said("no browser spells an origin so", "浏览器不会这样写源"),
    said("an origin has no user name or password", "源不带用户名和密码"),
    said("no browser sends a `*` in an origin", "浏览器发送的源里没有 `*`"),
    said(
        "`{}:` documents have an opaque origin, sent as `null`",
        "`{1}:` 文档的源是不透明的，会以 `null` 发送",
    ),
    said("not an origin ({})", "这不是一个源（{=1}）"),
    said("its scheme is missing", "缺少协议"),
    said("two slashes follow the scheme", "协议后面要有两个斜杠"),
    said("its address is none of IPv6", "其中的地址不是 IPv6 地址"),
    said("its host is missing", "缺少主机"),
    said("its host has a letter that no host has", "主机里有不允许的字符"),
    said(
        "its host has a letter outside of ASCII, which is sent as `xn--…`",
        "主机里有非 ASCII 字符，发送时会写成 `xn--…`",
    ),
    said("its host stands for no name", "其中的主机不是一个名称"),
    said("its port is above 65535", "端口大于 65535"),
    said("its port is no number", "端口不是数字"),
    said("its address is not spelled as four numbers", "地址没有写成四个数字"),
    said(
        "a page that opens a WebSocket has an origin of `http` or `https`",
        "打开 WebSocket 的页面，它的源是 `http` 或 `https`",
    ),
    said("no page is served by `ftp` any more", "已经没有页面通过 `ftp` 提供"),
    said("no browser connects to port 0", "浏览器不会连接端口 0"),
    said(
        "several origins stand in one text: give each a text of its own",
        "一个字符串里写了多个源：请分开写",
    ),
    said(
        "several names stand in one text: give each a text of its own",
        "一个字符串里写了多个名称：请分开写",
    ),
    said("this word is written in lower case", "这个词要用小写"),
    said(
        "a pattern names its scheme: `https://*.example.com`",
        "模式要写明协议：`https://*.example.com`",
    ),
    said("a scheme has no wildcard; write a line for each", "协议不能用通配符；请各写一行"),
    said("the port is there twice", "端口写了两次"),
    said(
        "behind a wildcard stands a domain, without a dot at its end",
        "通配符后面是域名，末尾不带点",
    ),
    said(
        "ports are `*` or a range such as `8000-8999`, 1 to 65535",
        "端口写 `*`，或 `8000-8999` 这样的范围（1 至 65535）",
    ),
    said("write `{}`: lower port first", "请写 `{1}`：小的端口在前"),
    said("ranges of addresses are for `http` and `https`", "地址范围只用于 `http` 和 `https`"),
    said(
        "a range has 1 to 31 fixed bits; one address needs no range",
        "范围的固定位数是 1 至 31；单个地址不需要范围",
    ),
    said("a range is written by its first address", "范围要用它的第一个地址来写"),
    said(
        "a wildcard needs a domain behind it, such as `https://*.example.com`; to let everybody in, write `*` alone",
        "通配符后面要有域名，例如 `https://*.example.com`；要放行所有人，请只写 `*`",
    ),
    said(
        "a host is made of letters, digits, `-` and `_`, in labels of 1 to 63 bytes, 253 in all",
        "主机由字母、数字、`-` 和 `_` 组成，每段 1 到 63 字节，总共不超过 253 字节",
    ),
    said("write `{}`: lower port first", "请写 `{1}`：小的端口在前"),
    said(
        "a range of addresses is written by its first one and how many bits are fixed, as \
         `http://192.168.0.0/16:3000`, and is a danger: better list each address, or give the machines names below \
         one domain and allow those, as `http://*.lab.example.com`",
        "地址范围写成第一个地址和固定的位数，例如 `http://192.168.0.0/16:3000`，而且有风险：最好逐个列出地址，\
         或给这些机器同一域名下的名称并放行，例如 `http://*.lab.example.com`",
    ),
    said("a wildcard stands once, in the first label only", "通配符只能出现一次，而且只在第一段"),
    said(
        "one `*` covers part of a label; `**`, alone, covers labels",
        "一个 `*` 代表一段中的一部分；单独的 `**` 代表多段",
    ),
    said(
        "one `*` stands for one label; for one label or more stands `**`",
        "一个 `*` 代表一段；`**` 代表一段或多段",
    ),
    said(
        "nothing is filled in for this name: write the origin itself, or fill it in before the file is read (`envsubst`)",
        "这个名称不会被替换：请写出源本身，或在读取文件之前先替换好（`envsubst`）",
    ),
    said("no scheme is spelled so", "没有这样写的协议"),
    said(
        "a regular expression is no pattern: a `*` stands for one label of a host",
        "正则表达式不是模式：`*` 代表主机名中的一段",
    ),
    said(
        "any sandboxed frame of any site sends `null`; allowing it allows all",
        "任何站点的沙箱 iframe 都会发送 `null`；允许它就等于允许所有人",
    ),
    said(
        "every file on the device has this origin: browsers send `null` {}",
        "设备上的每个文件都是这个源：浏览器会发送 `null`，WebView 会发送 `file://`",
    ),
    said(
        "anybody on the visitor's network can pretend to be a plain `http` page, and would read with the visitor's credentials",
        "访问者所在网络上的任何人都能冒充 `http` 页面，并带着访问者的凭据读取",
    ),
    said(
        "anybody on the visitor's network can pretend to be a plain `http` page",
        "访问者所在网络上的任何人都能冒充 `http` 页面",
    ),
    said(
        "any program on the visitor's machine can serve this page; leave it out where real accounts are at stake",
        "访问者机器上的任何程序都能提供这个页面；涉及真实账户时请去掉它",
    ),
    said(
        "whatever else listens on this host may read with the visitor's credentials; name the ports",
        "这台主机上监听的任何程序都能带着访问者的凭据读取；请写明端口",
    ),
    said(
        "anybody can have a name under `{}`; name your own part of it",
        "任何人都能在 `{1}` 下得到名称；请写明属于自己的那一部分",
    ),
    said(
        "strangers have names under `{}` too; make sure that none of them can choose one that fits",
        "其他人在 `{1}` 下也有名称；请确认他们都不能取到符合模式的名称",
    ),
    said(
        "whatever the visitor installed under `{}:` may read",
        "访问者在 `{1}:` 下安装的任何东西都能读取",
    ),
    said(
        "whoever has an address there may read, in whatever network the visitor is; list each address, or give the machines names",
        "无论访问者在哪个网络，其中任何地址都能读取；请逐个列出地址，或给机器取名",
    ),
    said(
        "browsers refuse `*` when the request carries credentials; list the origins that may use them",
        "请求携带凭据时，浏览器不接受 `*`；请列出可以携带凭据的源",
    ),
    said(
        "every page of anybody reads with the visitor's credentials, and each is told that it is meant",
        "任何人的每个页面都能带着访问者的凭据读取，而且每个页面都会被告知是允许的",
    ),
    said(
        "`*` already allows the other origins; keep one or the other",
        "`*` 已经包括其他源；两者只留其一",
    ),
    said("a pattern of the same list covers this already", "同一名单中的模式已经包括它"),
    said(
        "no origin is listed, so no page may read anything",
        "没有列出任何源，所以没有页面可以读取",
    ),
    said(
        "`*` lets everybody in, so nobody is asked about; keep one or the other",
        "`*` 允许所有人，所以不会再询问；两者只留其一",
    ),
    said("this is in the list already", "名单中已经有它"),
    said("nothing in the policy needs this; take it out", "策略中没有什么需要它；请去掉"),
    // Methods and headers.
    said(
        "with credentials browsers read `*` as a name, not as a wildcard; list them",
        "携带凭据时，浏览器把 `*` 当作名称而不是通配符；请逐个列出",
    ),
    said(
        "`*` already covers the others; keep one or the other",
        "`*` 已经包括其余各项；两者只留其一",
    ),
    said(
        "`*` does not cover `authorization`; list it beside the star if pages send it",
        "`*` 不包括 `authorization`；如果页面会发送它，请在星号旁边列出",
    ),
    said(
        "servers answer with this header; a page that sends it needs it listed, and gains nothing by it",
        "这是服务器的响应头；页面发送它就得列出它，而且没有任何好处",
    ),
    said(
        "methods are told apart by case, and this one is not put into upper case by browsers",
        "方法区分大小写，而浏览器不会把这一个转成大写",
    ),
    said(
        "no script can set this header, so no page asks for it",
        "脚本不能设置这个请求头，所以没有页面会请求它",
    ),
    said("a method is one word, such as `PUT`", "方法是一个单词，例如 `PUT`"),
    said(
        "a header name is one word, such as `x-requested-with`",
        "标头名称是一个单词，例如 `x-requested-with`",
    ),
    said(
        "a header name is one word, such as `x-request-id`",
        "标头名称是一个单词，例如 `x-request-id`",
    ),
    said("pages set this header without permission", "页面设置这个请求头不需要许可"),
    said(
        "no script can send this method, so to list it does nothing",
        "脚本不能发送这个方法，列出它没有作用",
    ),
    said("pages need no permission for this method", "页面使用这个方法不需要许可"),
    said(
        "no script can read this header, exposed or not",
        "无论是否公开，脚本都不能读取这个响应头",
    ),
    said(
        "this header is on requests or on answers to preflights, which no script can read",
        "这个标头在请求上，或在预检的响应上，脚本都读不到",
    ),
    said("pages read this header without permission", "页面读取这个响应头不需要许可"),
    said(
        "no browser remembers a preflight for more than a day (86400 seconds)",
        "没有浏览器会把预检记住超过一天（86400 秒）",
    ),
    said(
        "Chromium remembers for 7200 seconds at most, WebKit for 600",
        "Chromium 最多记住 7200 秒，WebKit 最多 600 秒",
    ),
    // Rules.
    said(
        "what pages may do here is the handler's to say; keep `paths` alone beside it, or write a rule for another path",
        "页面在这里能做什么由处理程序决定；旁边只留 `paths`，或者为其他路径另写规则",
    ),
    said(
        "another rule writes `{}`, which is the same but for its case, and a server may take both for one: write them alike",
        "另一条规则写的是 `{1}`，只有大小写不同，服务器可能当作同一个：请写成一样",
    ),
    said(
        "another rule speaks for `{}`: a handler that is left alone with it has it for itself",
        "另一条规则管着 `{1}`：交给处理程序的路径要由它独占",
    ),
    said(
        "another rule for `{}` says `{}`, and browsers check it on requests that tell no origin",
        "`{1}` 的另一条规则写的是 `{2}`，而浏览器在不带源的请求上也会检查它",
    ),
    said(
        "`{}origin_source` asks about every origin on `{}` already, so this rule never does; keep one of them",
        "`{1}origin_source` 已经询问 `{2}` 上的每个源，所以这条规则永远用不到；两者只留其一",
    ),
    said(
        "{} together answer every origin of this rule on `{}`, so this rule never does; put the narrower one first",
        "{1} 合起来已经应答这条规则在 `{2}` 上的每个源，所以这条规则永远用不到；请把较窄的放在前面",
    ),
    said(
        "{} answers every origin of this rule on `{}`, so this rule never does; put the narrower one first",
        "{1} 已经应答这条规则在 `{2}` 上的每个源，所以这条规则永远用不到；请把较窄的放在前面",
    ),
    // Assertions.
    said(
        "an assertion is about `origins`, or about all `outside` of some; keep one",
        "断言要么针对 `origins`，要么针对 `outside` 之外的所有源；只留其一",
    ),
    said("nobody is outside of all origins", "没有谁在所有源之外"),
    said(
        "whoever may read may do this, so no policy forbids it alone",
        "能读取的页面都能这样做，策略无法单独禁止它",
    ),
    said("no script can send this method", "脚本不能发送这个方法"),
    said("no script can set this header", "脚本不能设置这个请求头"),
    said("no script can read this header", "脚本不能读取这个响应头"),
    said("{} does not hold: {}", "{=1}不成立：{=2}"),
    said("this", "这个断言"),
    // The file.
    said("there is no `{}`", "没有 `{1}`"),
    said("there is no `{}`; write one of {}", "没有 `{1}`；可以写：{2}"),
    said("this is {}; write {}", "这里是{=1}；请写 {=2}"),
    said("this is text; write `{}`", "这里是文本；请写 `{1}`"),
    said("a number", "数字"),
    said("a fraction", "小数"),
    said("true or false", "真假值"),
    said("a date", "日期"),
    said("a list", "列表"),
    said("a table", "表"),
    said("text", "文本"),
    said("text, in quotes", "文本，加引号"),
    said("a list of texts", "文本的列表"),
    said("`true` or `false`", "`true` 或 `false`"),
    said("whole seconds, such as `600`", "整数秒，例如 `600`"),
    said("`[[{}]]` above it", "上面一行 `[[{1}]]`"),
    said("`danger = { null_origin = true }`", "`danger = { null_origin = true }`"),
    said(
        "seconds are not negative; write `0` to let browsers remember nothing",
        "秒数不能为负；写 `0` 可以让浏览器什么都不记住",
    ),
    said(
        "`{}` is a table; write `[{}]` on a line of its own",
        "`{1}` 是一个表；请单独一行写 `[{2}]`",
    ),
    said(
        "rules are tables; write `[[cors.rules]]` on a line above each",
        "规则是表；请在每条规则上面一行写 `[[cors.rules]]`",
    ),
    said(
        "assertions are tables; write `[[assert]]` on a line above each",
        "断言是表；请在每个断言上面一行写 `[[assert]]`",
    ),
    said(
        "`{}` belongs to a table; write `[cors]` on a line above it",
        "`{1}` 属于一个表；请在上面一行写 `[cors]`",
    ),
    said(
        "`{}` belongs to `[cors]`; write `[[cors.rules]]`",
        "`{1}` 属于 `[cors]`；请写 `[[cors.rules]]`",
    ),
    said(
        "the list above is not closed; write `]` at its end",
        "上面的列表没有结束；请在末尾写 `]`",
    ),
    said("`{}` is there already, above; put all of it there", "上面已经有 `{1}`；请全部写在那里"),
    said(
        "a name and its value stand apart by `=`; write `=` in place of `:`",
        "名称和值之间是 `=`；请把 `:` 写成 `=`",
    ),
    said("a list stands in brackets; write `{}`", "列表写在方括号里；请写 `{1}`"),
    said("these quotes are a word processor's; write `{}`", "这是排版用的引号；请写 `{1}`"),
    said("text stands in quotes; write `{}`", "文本要写在引号里；请写 `{1}`"),
    said(
        "TOML has no `null`: leave the line out, or write `\"null\"` for the origin",
        "TOML 没有 `null`：请删掉这一行；若指源 null，请写 `\"null\"`",
    ),
    said("TOML says `true` or `false`; write `{}`", "TOML 里写 `true` 或 `false`；请写 `{1}`"),
    said(
        "`{}` stands beside `[cors]`, not in it; write `{}`",
        "`{1}` 和 `[cors]` 并列，不在它里面；请写 `{2}`",
    ),
    said(
        "this file does not say that it is whole; write `[end]` on its last line",
        "这个文件没有说明它是完整的；请在最后一行写 `[end]`",
    ),
    said(
        "write an address or a network, such as `10.0.0.0/8`",
        "请写一个地址或网络，例如 `10.0.0.0/8`",
    ),
    said(
        "`*` is everybody, and not a page under development; list its origin",
        "`*` 是所有人，而不是正在开发的页面；请列出它的源",
    ),
    said("at most {} pages are under development", "正在开发的页面最多 {1} 个"),
    said(
        "`end` says that the file is whole: write `[end]` on its last line, with nothing but comments below",
        "`end` 表示文件是完整的：请在最后一行写 `[end]`，下面只能有注释",
    ),
    said(
        "a path covers everything below it; leave the slash at its end out",
        "路径包括它下面的一切；请去掉末尾的斜杠",
    ),
    said("a path has 100 segments at most", "路径最多 100 段"),
    said(
        "a path has no parameters: `{}` covers everything below it, whatever stands in place of `{}`",
        "路径没有参数：`{1}` 包括它下面的一切，无论 `{2}` 处是什么",
    ),
    said(
        "a path covers everything below it; there are no wildcards",
        "路径包括它下面的一切；没有通配符",
    ),
    said("a path is what stands behind the host", "路径是主机后面的部分"),
    said(
        "a path is no regular expression: it covers everything below it",
        "路径不是正则表达式：它包括它下面的一切",
    ),
    said("a path has no query and no fragment", "路径不带查询和片段"),
    said(
        "a path outside of ASCII has several spellings that servers take for one; write the path above it",
        "非 ASCII 的路径有多种写法，服务器会当作同一个；请写它上一级的路径",
    ),
    said("a path has no empty segments and none of dots", "路径没有空的段，也没有由点组成的段"),
    said(
        "a path that could be read in two ways covers nothing: {}",
        "有两种读法的路径什么都不包括：不要写空白、`%` 等字符",
    ),
    said(
        "this is {}, and a policy is TOML; write `[cors]` and, on a line below it, `{}`",
        "这是 {1}，而策略要用 TOML；请写 `[cors]`，并在下一行写 `{2}`",
    ),
    said(
        "this is everybody, and anybody may then claim to be anybody; write the addresses of your own proxies",
        "这是所有人，那样任何人都能冒充任何人；请写自己的代理的地址",
    ),
    said(
        "it says nothing; write what pages `may` do, or `never` do: `{}`",
        "它什么都没有说；请写页面可以（`may`）或不能（`never`）做什么：`{1}`",
    ),
    said(
        "nothing is in it; write `[cors]` and, on a line below it, `{}`",
        "文件是空的；请写 `[cors]`，并在下一行写 `{1}`",
    ),
    said("this is nothing that a page may do; write {}", "页面没有这样的操作；可以写：{1}"),
    said(
        "wildcards in the labels of one domain overlap with too many others, or with too many origins there: they tell apart more kinds of origins than can be looked at one by one; use fewer wildcards there",
        "同一域名下的通配符与太多通配符或源重叠：要区分的源的种类太多，无法逐一检查；请少用通配符",
    ),
    // What is added to any of them.
    said("{}; write `{}`", "{=1}；请写 `{2}`"),
    said("{}; take it out", "{=1}；请去掉"),
    said("write `{}`", "请写 `{1}`"),
    said("write `\"upstream\"` or `\"client\"`", "请写 `\"upstream\"` 或 `\"client\"`"),
    said(
        "write `\"same-origin\"`, `\"same-site\"` or `\"cross-origin\"`",
        "请写 `\"same-origin\"`、`\"same-site\"` 或 `\"cross-origin\"`",
    ),
];
