//! What stands around findings: titles, notes, signs by which causes are told apart.

use crosscheck::catalog::Wording;

const fn said(english: &'static str, chinese: &'static str) -> Wording {
    Wording::new(english, chinese)
}

pub(super) const LABELS: &[Wording] = &[
    said(
        "script is told that it failed, and no more: it can be any of these",
        "脚本只得知失败了，没有原因：可能是下列之一",
    ),
    said("seen", "看到"),
    said("text", "文字"),
    said("rule", "规则"),
    said("why", "原因"),
    said("see", "参见"),
    said("note", "提示"),
    said("finding", "检查结果"),
    said("header", "标头"),
    said("check", "检查"),
    said("written by {} {} to {}", "由 {1} 的 {2} 至 {3} 版写出"),
    said("written by {} up to {}", "由 {1} 的 {2} 版及更早版本写出"),
    said("written by {} since {}", "由 {1} 的 {2} 版及更新版本写出"),
    said("or {}: the text does not tell", "或 {1}：文字没有说明是哪一个"),
    said("to tell them apart", "如何区分"),
    said("then", "办法"),
    said("on the server", "在服务器上"),
    said("on the page", "在页面上"),
    said(
        "the answer to OPTIONS must have status 204 and say",
        "对 OPTIONS 的响应状态码应为 204，并写上",
    ),
    said("the answer must say", "响应应当写上"),
    said("a browser asks first", "浏览器会先询问（预检）"),
    said("without it a browser asks first", "去掉它之后，浏览器会先询问（预检）"),
    said("a browser sends it at once, without a preflight", "浏览器会直接发送，不需要预检"),
    said("one patch for {} of these", "上面 {1} 个问题用同一份配置解决"),
    said("not in the file: the answer to this{}", "文件里没有对它的响应{1}"),
    said("every browser lets the page read all of them", "所有浏览器都允许页面读取全部响应"),
    said("{} request to other origins judged", "判断了 {1} 个跨域请求"),
    said("{} requests to other origins judged", "判断了 {1} 个跨域请求"),
    said(
        "as configuration: --server NAME (nginx, apache, caddy, express, fastapi, … or all)",
        "写成配置：--server 名称（nginx、apache、caddy、express、fastapi……或 all）",
    ),
    said(" (by its documentation, not run by us)", "（按文档写成，我们没有运行过）"),
    // What was seen.
    said("on the preflight", "在预检上"),
    said("redirected from {}", "从 {1} 重定向而来"),
    said("asked with `Origin: null`", "请求带的是 `Origin: null`"),
    said("leads to {}", "重定向到 {1}"),
    said("page {}", "页面 {1}"),
    said("from the browser's cache", "来自浏览器缓存"),
    said("method {}", "方法 {1}"),
    said("header {}", "标头 {1}"),
    said("it says `{}`", "值为 `{1}`"),
    said("address space {}", "地址空间 {1}"),
    // Notes.
    said(
        "this is a configuration of {}, and no browser's word: `crosscheck import` says which policy it comes to, and `crosscheck check` what a browser is answered",
        "这是 {1} 的配置，不是浏览器写的：`crosscheck import` 说明它相当于什么策略，`crosscheck check` 说明浏览器会得到什么应答",
    ),
    said(
        "Socket.IO answers at `/socket.io/` itself, before Express and its like: it takes an option of its own, `{}` (version 2: `origins`), and `app.use(cors())` does not reach it",
        "`/socket.io/` 是 Socket.IO 自己应答的，在 Express 之类之前：它有自己的选项 `{1}`（第 2 版是 `origins`），`app.use(cors())` 管不到它",
    ),
    said("beside it stands a configuration of {}", "旁边是 {1} 的配置"),
    said(
        "by itself that configuration lets this request through, so something else answers: see whether it is in force (saved, deployed, restarted), covers this path, comes before what answers `OPTIONS` and errors, and whether a proxy in front answers first",
        "单看这份配置，这个请求是放行的，所以应答的是别的东西：看看它是否已经生效（保存、部署、重启），是否覆盖这个路径，是否排在应答 `OPTIONS` 和错误的部分之前，以及前面的代理是否先作了应答",
    ),
    said(
        "that configuration does not let this request through: what is told above is not in it, or not where it counts",
        "这份配置不放行这个请求：上面所说的内容不在其中，或者没有写在起作用的地方",
    ),
    said("{} tells that {}: {}", "{=1} 说明{=2}：{=3}"),
    said("the answer says `{}`: {}", "响应里写着 `{1}`：{=2}"),
    said("`{}`: {}", "`{1}`：{=2}"),
    said(
        "a manifest is asked for without cookies, so behind a sign-in it is led to the sign-in page: write `{}`, or serve the manifest without a sign-in",
        "manifest 是不带 Cookie 请求的，所以在需要登录的站点上会被带到登录页：请写 `{1}`，或者让 manifest 不需要登录",
    ),
    said(
        "browsers ask for fonts by CORS, whatever the style sheet says: the header belongs on the font files themselves (icon fonts, too), or serve them from the page's own origin",
        "不论样式表怎么写，浏览器总是按 CORS 请求字体：响应头要加在字体文件本身上（图标字体也一样），或者从页面自己的源提供字体",
    ),
    said(
        "no answer is in the text: the status and the response headers tell whether it is a matter of CORS; or ask as a browser does, with `{}`",
        "文字里没有响应：状态码和响应头才能说明是不是跨域问题；也可以像浏览器那样去问，用 `{1}`",
    ),
    said(
        "the server answered with {}, and an element or a module takes no such answer: it is no matter of CORS. See whether the URL is right, and what the server says to it",
        "服务器返回了 {1}，元素或模块不接受这样的响应：这与跨域无关。请看 URL 是否正确，以及服务器怎么说",
    ),
    said(
        "the answer speaks of `Sec-Fetch-Site`, which only browsers send: the server refuses what pages of other sites ask, before it comes to CORS. Where the page is yours, let its requests (`cors` in `Sec-Fetch-Mode`, and its `Origin`) and their preflights pass that guard",
        "响应里提到只有浏览器才会发送的 `Sec-Fetch-Site`：服务器在跨域检查之前就拒绝了其他站点的页面。如果页面是你的，请让它的请求（`Sec-Fetch-Mode` 为 `cors`，并看它的 `Origin`）及其预检通过这道检查",
    ),
    said(
        "such an answer has headers of CORS only where the gateway itself was told to add them, so a browser may call it an error of CORS: see the status in the network panel, or ask with `crosscheck check`",
        "只有网关自己设置了跨域响应头，这样的响应才会带上它们，所以浏览器可能把它报成跨域错误：请在网络面板里看状态码，或用 `crosscheck check` 询问",
    ),
    said(
        "{} requests go to another origin, and the file does not tell how they were asked for: it has neither their `Origin` nor their `Sec-Fetch-Mode` (Safari leaves out what it refused); read the console, or ask with `crosscheck check {}`",
        "有 {1} 个请求发往别的源，而文件没有说明它们是怎样发出的：既没有 `Origin`，也没有 `Sec-Fetch-Mode`（Safari 会省去它拒绝的请求的内容）；请看控制台，或用 `crosscheck check {2}` 询问",
    ),
    said(
        "a URL does not tell what its server says: ask it as a browser does, with `{}` (and --request, --header, --credentials as the page asks)",
        "只有 URL 看不出服务器怎么说：请像浏览器那样去问它：`{1}`（按页面的请求加上 --request、--header、--credentials）",
    ),
    said(
        "script was told the status {}, so the browser let it read this answer: it is no matter of CORS. Look at what the server says to it, in the answer's body and in its log",
        "脚本得知了状态码 {1}，说明浏览器允许它读取这个响应：这与跨域无关。请看响应体和服务器的日志",
    ),
    said(
        "with `mode: \"no-cors\"` nothing is asked first, script reads nothing of the answer (its type is `opaque`, its status 0, its body empty), and headers such as `Authorization` and a JSON `Content-Type` are left out: take it out of the call, and let the server answer as told below",
        "用了 `mode: \"no-cors\"` 就不会先询问，脚本读不到响应（类型是 `opaque`，状态是 0，内容为空），`Authorization`、JSON 的 `Content-Type` 等请求头也不会发送：请去掉它，并让服务器按下面所说的应答",
    ),
    said(
        "a server's log does not hold the headers of CORS: ask what a browser would be answered at `{}`, with `crosscheck check`, or read the browser's console",
        "服务器的日志里没有跨域响应头：请用 `crosscheck check` 看浏览器在 `{1}` 会得到什么应答，或看浏览器的控制台",
    ),
    said(
        "`{}` is the word of the server's own library, which has a list and does not find in it what was asked (the origin, else the method or a header): mend that list, and add no second one in front of it",
        "`{1}` 是服务器自己的库说的：它有一份名单，而请求的内容（源，或方法、请求头）不在其中。请改那份名单，不要在前面再加一份",
    ),
    said(
        "`{}` is what a program says that is no browser: none of them holds to CORS, so no header of CORS helps; it is the network, the address, the certificate or a time that ran out",
        "`{1}` 是浏览器之外的程序说的：它们都不检查跨域，跨域响应头没有用；问题在网络、地址、证书或超时",
    ),
    said(
        "`{}` is no header that browsers know: write `{}`",
        "浏览器不认识 `{1}` 这个标头：请写 `{2}`",
    ),
    said(
        "no page is told; it was judged for one at {}: name yours with --origin",
        "没有说明是哪个页面；这里按 {1} 的页面判断：请用 --origin 写明你的页面",
    ),
    said(
        "it was asked without `Origin`, to which many servers answer without CORS: ask with `-H 'Origin: {}'`, or let `crosscheck check` ask",
        "请求没有带 `Origin`，许多服务器对此不返回跨域响应头：请加上 `-H 'Origin: {1}'` 再问，或用 `crosscheck check`",
    ),
    said(
        "its preflight is not in the text, and was taken for granted",
        "文字里没有它的预检，这里假定预检已通过",
    ),
    said(
        "it is a preflight: the answer to the request itself is not in the text",
        "这是预检：文字里没有对请求本身的响应",
    ),
    said(
        "a patch for {} comes with the line that tells what is missing: until then, look at what it says of CORS {}",
        "知道缺什么之后才能给出 {1} 的补丁：在此之前，请先看它的跨域配置（{=2}）",
    ),
    said(
        "the line that tells is on the console (F12), in red, with the whole URL; or ask the server as a browser does, \
         with `{}`",
        "控制台（F12）里带有完整 URL 的红色那一行会说明原因；也可以像浏览器那样询问服务器：`{1}`",
    ),
    said(
        "these are a request's headers: whether a page may do so is told by the response headers, which are not in the \
         text, and by the status",
        "这些是请求头：页面能否这样做，要看响应头和状态码，而文字里没有响应头",
    ),
    said(
        "these are the headers of a preflight, which asks whether {} may be sent: whether a page may do so is told by the \
         response headers, which are not in the text, and by the status",
        "这些是预检的请求头，询问能否发送 {1}：页面能否这样做，要看响应头和状态码，而文字里没有响应头",
    ),
    said(
        "these are the headers of a preflight, which asks whether {} may be sent with {}: whether a page may do so is told \
         by the response headers, which are not in the text, and by the status",
        "这些是预检的请求头，询问能否发送带 {2} 的 {1}：页面能否这样做，要看响应头和状态码，而文字里没有响应头",
    ),
    said(
        "there is no request in the file: open the network panel before it happens, do it again, and save what it shows \
         then",
        "文件里没有任何请求：请先打开网络面板，再操作一次，然后保存",
    ),
    said(
        "they were asked without `Origin`, to which many servers answer without CORS: let `crosscheck check` ask",
        "这些请求没有带 `Origin`，很多服务器此时不返回跨域标头：请用 `crosscheck check` 来问",
    ),
    said(
        "none of the {} requests goes from a page to another origin by CORS",
        "{1} 个请求中没有一个是页面发出的跨域请求",
    ),
    said(
        "{} requests tell no page, as those of tools that are no browsers: name the page's origin with --origin",
        "有 {1} 个请求没有说明来自哪个页面（浏览器之外的工具发出的就是这样）：请用 --origin 写明页面的源",
    ),
    said(
        "browsers leave answers that they refused out of such files, or their headers: read the console, or ask with `{}`",
        "浏览器会在这类文件里省去它拒绝的响应，或省去其中的标头：请看控制台，或用 `{1}` 询问",
    ),
    said(
        "the file is cut off in the middle of a request: those before it were judged",
        "文件在一个请求中间断了：已判断它之前的请求",
    ),
    said(
        "the file holds no cookies, so requests were judged without credentials; --credentials judges them with",
        "文件里没有 Cookie，所以按不带凭据判断；--credentials 会按携带凭据判断",
    ),
    said(
        "a tool has no origin: name the page's with --origin",
        "工具没有源：请用 --origin 写明页面的源",
    ),
    said(
        "it does not tell whose page it is: name its origin with --origin",
        "没有说明是谁的页面：请用 --origin 写明它的源",
    ),
    said(
        "Chromium copies `credentials: \"omit\"` wherever no cookie went along, whatever the page asked for: if the page says `include` (`withCredentials`), judge it with --credentials",
        "只要没有带上 Cookie，Chromium 复制出来的就是 `credentials: \"omit\"`，无论页面怎么写：如果页面写的是 `include`（`withCredentials`），请加上 --credentials",
    ),
    said(
        "it was copied from a navigation, which needs no CORS",
        "这是从页面导航复制的，与跨域无关",
    ),
    said("{} asks itself: no CORS is needed", "{1} 请求的是它自己：不涉及跨域"),
    said(
        "tools obey no rule of CORS: that one gets an answer says nothing about a browser",
        "工具不遵守跨域规则：它能得到响应，不代表浏览器也能",
    ),
    said(
        "the file does not tell what `{}` is; {} stands in its place",
        "文件没有说明 `{1}` 是什么；这里用 {2} 代替",
    ),
    // How to tell causes apart, and what is then seen.
    said(
        "look at the line of script that threw: what does it call?",
        "看看抛出错误的那一行脚本：它调用了什么？",
    ),
    said(
        "open the network panel (F12), do it again, and click on this request: its status, its answer's headers, and the redirects before it; what the console says of it, in red, mostly names the rule",
        "打开网络面板（F12），重做一次，点开这个请求：看状态码、响应头和它之前的重定向；控制台里关于它的红字多半会写明是哪条规则",
    ),
    said(
        "the status is `CORS error`, and the answer has no `Access-Control-Allow-Origin`",
        "状态是 `CORS error`，响应没有 `Access-Control-Allow-Origin`",
    ),
    said(
        "`Access-Control-Allow-Origin` is there, with another origin",
        "有 `Access-Control-Allow-Origin`，但写的是另一个源",
    ),
    said(
        "`Access-Control-Allow-Origin` is there, and is no origin",
        "有 `Access-Control-Allow-Origin`，但不是一个源",
    ),
    said(
        "`Access-Control-Allow-Origin` is there twice",
        "`Access-Control-Allow-Origin` 出现了两次",
    ),
    said(
        "`Access-Control-Allow-Origin` is there, with several in one line",
        "`Access-Control-Allow-Origin` 一行里写了多个",
    ),
    said(
        "`Access-Control-Allow-Origin` is `*`, and the request carries credentials",
        "`Access-Control-Allow-Origin` 是 `*`，而请求携带凭据",
    ),
    said(
        "the request carries credentials, and there is no `Access-Control-Allow-Credentials: true`",
        "请求携带凭据，但没有 `Access-Control-Allow-Credentials: true`",
    ),
    said("an OPTIONS before it was answered with 4xx or 5xx", "它之前的 OPTIONS 得到 4xx 或 5xx"),
    said("an OPTIONS before it was answered with 30x", "它之前的 OPTIONS 得到 30x"),
    said(
        "`(failed)` with a `net::ERR_…` of its own, and no answer; it fails in a tab, too",
        "`(failed)`，有自己的 `net::ERR_…`，没有响应；在标签页里打开也失败",
    ),
    said(
        "`blocked:mixed-content`: the page is https, the URL is http",
        "`blocked:mixed-content`：页面是 https，URL 是 http",
    ),
    said(
        "`blocked:csp`, and the console has a line about Content Security Policy",
        "`blocked:csp`，控制台里有一行关于内容安全策略（CSP）",
    ),
    said(
        "`net::ERR_BLOCKED_BY_CLIENT`; it works in a private window",
        "`net::ERR_BLOCKED_BY_CLIENT`；在无痕窗口里正常",
    ),
    said(
        "the URL is of this machine or network (`localhost`, `192.168.…`), the page is not",
        "URL 属于本机或本地网络（`localhost`、`192.168.…`），页面不是",
    ),
    said("the browser is asking, and nobody has answered", "浏览器正在询问，还没有人回答"),
    said(
        "`(canceled)`: the page was left, or its script gave up",
        "`(canceled)`：离开了页面，或脚本取消了请求",
    ),
    said(
        "a redirect before it leads to a URL with `user:password@`",
        "它之前的重定向指向带 `user:password@` 的 URL",
    ),
    said(
        "a redirect before it leads to another scheme than http and https",
        "它之前的重定向指向 http 和 https 之外的协议",
    ),
    said(
        "a redirect before it has no `Location` that is a URL, or two",
        "它之前的重定向没有有效的 `Location`，或者有两个",
    ),
    said("the same redirect stands there again and again", "同一个重定向反复出现"),
    said(
        "it was answered with 30x, and the page asked for no redirects",
        "得到 30x，而页面不要重定向",
    ),
    said(
        "a request with a stream for a body was answered with 30x",
        "以流作为请求体的请求得到 30x",
    ),
    said("the URL does not begin with http: or https:", "URL 不以 http: 或 https: 开头"),
    said("the URL begins with data:", "URL 以 data: 开头"),
    said(
        "`fetch` with `mode: \"same-origin\"`, a `<track>` or `<use href>`",
        "`fetch` 用了 `mode: \"same-origin\"`，或是 `<track>`、`<use href>`",
    ),
    said(
        "`new Worker(…)` or `new SharedWorker(…)` with a script of another origin",
        "`new Worker(…)` 或 `new SharedWorker(…)`，脚本属于另一个源",
    ),
    said(
        "`new WebSocket(\"ws://…\")` on a page of https",
        "https 页面里的 `new WebSocket(\"ws://…\")`",
    ),
    said(
        "the answer has `Cross-Origin-Resource-Policy`, or the page asks for one",
        "响应有 `Cross-Origin-Resource-Policy`，或页面要求有",
    ),
    said(
        "the page has `Cross-Origin-Embedder-Policy`, the framed document none",
        "页面有 `Cross-Origin-Embedder-Policy`，被嵌入的文档没有",
    ),
    said(
        "the answer has `X-Frame-Options`, or `frame-ancestors`",
        "响应有 `X-Frame-Options` 或 `frame-ancestors`",
    ),
    said(
        "the handshake has an answer, with another status than 101",
        "握手得到了应答，但状态码不是 101",
    ),
    said(
        "the page or the window says `Cross-Origin-Opener-Policy`",
        "页面或窗口写了 `Cross-Origin-Opener-Policy`",
    ),
    said(
        "`crossOriginIsolated` in the console says `false`",
        "控制台里 `crossOriginIsolated` 为 `false`",
    ),
    said("the answer is HTML or JSON, asked for by an element", "响应是 HTML 或 JSON，由元素请求"),
    said(
        "the answer's `Content-Type` is not what the element takes",
        "响应的 `Content-Type` 不是元素接受的类型",
    ),
    said(
        "the answer has `X-Content-Type-Options: nosniff`, and another type",
        "响应有 `X-Content-Type-Options: nosniff`，类型不符",
    ),
    said(
        "the element has `integrity`, and no `crossorigin`",
        "元素有 `integrity`，没有 `crossorigin`",
    ),
    said(
        "the element has `crossorigin`, and the file is another than it was",
        "元素有 `crossorigin`，而文件已经变了",
    ),
    said(
        "the server's log names a host that is not on its list",
        "服务器的日志里有一个不在名单上的主机",
    ),
    said(
        "the answer is 403 or 419, and speaks of CSRF or of `Origin`",
        "响应是 403 或 419，提到 CSRF 或 `Origin`",
    ),
    said(
        "`cache.add`, `cache.addAll` or `cache.put` in a service worker",
        "Service Worker 里的 `cache.add`、`cache.addAll` 或 `cache.put`",
    ),
    said(
        "`localStorage`, `indexedDB`, `document.cookie` in a frame, or with cookies blocked",
        "iframe 里的 `localStorage`、`indexedDB`、`document.cookie`，或禁用了 Cookie",
    ),
    said("the console says so on another line", "控制台的另一行会写明"),
    // What was not understood.
    said(
        "`{}` is no text that a browser is known to write about CORS",
        "`{1}` 不是已知的浏览器跨域文字",
    ),
    said(
        "paste the whole line of the console, or `crosscheck explain --list` for names",
        "请粘贴控制台的整行，或用 `crosscheck explain --list` 查看所有名称",
    ),
    said(
        "did you mean `{}`? `crosscheck explain --list` lists every name",
        "是指 `{1}` 吗？`crosscheck explain --list` 列出所有名称",
    ),
    said(
        "it may be about `{}`: {}; see `crosscheck explain {}`",
        "可能与 `{1}` 有关：见 `crosscheck explain {3}`",
    ),
];
