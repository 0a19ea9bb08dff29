//! What a server cannot say of a policy, and where the files that are written for it belong.

use crosscheck::catalog::Wording;

const fn said(english: &'static str, chinese: &'static str) -> Wording {
    Wording::new(english, chinese)
}

pub(super) const LOSSES: &[Wording] = &[
    // What it comes to.
    said("not-by-browsers", "浏览器不会遇到"),
    said("costs", "只有代价"),
    said("narrower", "更严"),
    said("wider", "更宽"),
    // Paths and rules.
    said(
        "a path with an empty segment, a parameter behind `;` or an unusual escape gets no headers, even where all \
         that servers read in it comes to the same",
        "路径中有空段、`;` 参数或不常见的转义时不给响应头，即使各种读法的结果相同",
    ),
    said("paths are looked through one by one", "路径逐条查找"),
    said("origins are looked through one by one", "源逐个查找"),
    said("{} asks nobody: only listed origins are let in", "{=1} 不会去问：只放行列出的源"),
    said("it", "它"),
    said("who is let in elsewhere is let in here, too", "在别处放行的源，在这里也放行"),
    said(
        "it has one list for all paths, and this is not it",
        "它的所有路径共用一份名单，这条路径不在其中",
    ),
    said(
        "it has one list of rights for all origins of a path: those of the first rule alone are let in",
        "它的每条路径只有一份权限，对所有源都一样：只放行第一条规则的源",
    ),
    said(
        "whom a rule leaves out for that, the next one may let in, and do more",
        "因此没写进这条规则的源，可能被下一条放行，而且权限更多",
    ),
    said(
        "a path that could be read in two ways gets the headers of what it is taken for",
        "可以有两种读法的路径，按服务器的读法给响应头",
    ),
    said(
        "a path with `..` is read as what it leads to, as browsers do before they ask",
        "带 `..` 的路径按它指向的路径处理，浏览器在请求前也是这样做的",
    ),
    said(
        "a server that does not tell the path as it was sent (REQUEST_URI or RAW_URI, as gunicorn, uWSGI and mod_wsgi \
         do) hands on `/api%2Fx` as `/api/x`: both get the same headers, as both are the same to the application",
        "如果服务器不给出原样的路径（gunicorn、uWSGI、mod_wsgi 用 REQUEST_URI 或 RAW_URI 给出），`/api%2Fx` \
         会变成 `/api/x`：两者得到同样的响应头，因为对应用来说它们相同",
    ),
    // What is in lists.
    said(
        "it says no `{}`: what the application says of it stays",
        "它不写 `{1}`：保留应用自己写的值",
    ),
    said("it knows no method {}", "它不认识方法 {1}"),
    said(
        "everybody's own origin is said in the place of `*`: a cache keeps an answer for each",
        "它不写 `*`，而是写请求者自己的源：缓存要为每个源各存一份",
    ),
    said("it allows request headers by their names only", "它只能按名称允许请求头"),
    said("its `*` lets `Authorization` be sent, too", "它的 `*` 也允许发送 `Authorization`"),
    said("no credentials pass", "不能携带凭据"),
    said(
        "browsers keep a preflight's answer all the same, for some seconds",
        "浏览器仍会把预检结果保留几秒",
    ),
    said("it cannot name `{}`", "它写不了 `{1}`"),
    said("its `{}` lets more origins in", "它的 `{1}` 会放行更多的源"),
    said(
        "an expression for origins of `{}` is longer than it takes: they are refused",
        "`{1}` 的源写成的表达式太长，它不接受：这些源会被拒绝",
    ),
    said(
        "it has no such patterns: who is let in by one is refused",
        "它没有这种通配：靠通配放行的源会被拒绝",
    ),
    said("it takes {} origins: the others are refused", "它最多接受 {1} 个源：其余的会被拒绝"),
    said("it takes one origin: the others are refused", "它只接受一个源：其余的会被拒绝"),
    said(
        "what is said above is said here, too: it takes no header away",
        "上级路径写的响应头这里也有：它不能去掉响应头",
    ),
    said(
        "what is said above is said here: it takes the path for a pattern",
        "这里用的是上级路径的响应头：它把这个路径当成通配",
    ),
    said(
        "what is said above is said here: it has no room for more paths",
        "这里用的是上级路径的响应头：它放不下更多的路径",
    ),
    said(
        "nothing is written for the path, and whom it lets in is refused",
        "这个路径什么也写不了，它放行的源会被拒绝",
    ),
    said(
        "every answer says all of it, to whomever asks: a browser heeds what is for its page",
        "不论谁请求，每个响应都带有全部这些响应头：浏览器只看与自己页面有关的",
    ),
    said(
        "every answer to a page that is let in says what preflights need, too",
        "给放行的页面的每个响应也都带有预检才需要的响应头",
    ),
    said(
        "an expression that leaves out all paths below it is longer than it takes: nobody is let in",
        "要排除下面所有路径的表达式太长，它不接受：这里谁也不放行",
    ),
    said(
        "it takes 2,048 entries, and refuses this file, which has more",
        "它最多接受 2,048 个条目，这个文件超出了，会被拒绝",
    ),
    said(
        "it takes a file of 20 KB, and refuses this one, which is longer",
        "它最多接受 20 KB 的文件，这个文件超出了，会被拒绝",
    ),
    said("it compares paths whatever their case", "它比较路径时不分大小写"),
    said(
        "what functions answer below `/api` gets no headers: they say their own",
        "`/api` 下面函数的响应没有这些响应头：它们自己写",
    ),
    said(
        "how it answers a preflight for a file is not documented, and was not tried",
        "它怎样回应对文件的预检请求没有文档，也没有试过",
    ),
    said(
        "how it answers a preflight for a file is not documented, and was not tried; a function answers its own",
        "它怎样回应对文件的预检请求没有文档，也没有试过；函数的由函数自己回应",
    ),
    said(
        "functions and proxied paths get no headers: they say their own",
        "函数和代理的路径没有这些响应头：它们自己写",
    ),
    said(
        "files are there for GET and HEAD alone: every preflight is refused with 405",
        "文件只接受 GET 和 HEAD：每个预检请求都会得到 405",
    ),
    said(
        "what functions answer gets no headers: they say their own",
        "函数的响应没有这些响应头：它们自己写",
    ),
    said(
        "of its routes the first that fits speaks alone: say in each what another one says of the same files",
        "路由中只有第一条匹配的生效：针对同样文件的内容要写在每一条里",
    ),
    said(
        "what a function says of CORS to an origin that is not listed is sent on: take CORS out of it",
        "函数对未列出的源写的 CORS 响应头会照样发出：请把 CORS 从函数里去掉",
    ),
    said(
        "it takes rules of two KiB together: the last origins are refused",
        "它的规则总共不能超过 2 KiB：最后的那些源会被拒绝",
    ),
    said(
        "it compares methods whatever their case: `patch` is let through with `PATCH`",
        "它比较方法时不分大小写：允许 `PATCH` 就会放行 `patch`",
    ),
    said(
        "one list is for the headers of requests and of answers: what may be sent may be read, too",
        "请求头和响应头共用一份名单：允许发送的也允许读取",
    ),
    // Preflights.
    said(
        "every preflight is answered with 204 and the lists: browsers hold the request against them",
        "每个预检都回应 204 和名单：由浏览器对照名单检查",
    ),
    said(
        "every preflight is answered with 200 and the lists: browsers hold the request against them",
        "每个预检都回应 200 和名单：由浏览器对照名单检查",
    ),
    said(
        "every preflight is answered with {} and the lists: browsers hold the request against them; one origin alone \
         is said to everybody, which browsers compare",
        "每个预检都回应 {1} 和名单：由浏览器对照名单检查；只有一个源时，对所有请求都写这个源，由浏览器比较",
    ),
    said(
        "every OPTIONS is answered with 200 and the lists, that of a page itself, too, which does not reach the \
         application; browsers hold what they ask for against them",
        "每个 OPTIONS 都回应 200 和名单，页面自己发的也一样，不会到达应用；由浏览器对照名单检查",
    ),
    said(
        "each preflight of a listed origin is answered with 200 and the lists, whatever it asks for: browsers hold \
         the request against them; the others go to the application",
        "列出的源的每个预检，无论请求什么都回应 200 和名单：由浏览器对照名单检查；其余的交给应用",
    ),
    said(
        "what a preflight asks for need not be checked: browsers hold the request against the lists",
        "预检所请求的内容不一定会检查：由浏览器对照名单检查",
    ),
    said(
        "a preflight that asks for headers is permitted if one of them is: browsers hold the request against the answer",
        "预检请求多个请求头时，只要允许其中一个就通过：由浏览器对照应答检查",
    ),
    said(
        "a preflight that is refused has the status of one that is not, and nothing else",
        "被拒绝的预检与通过的状态码相同，此外什么也没有",
    ),
    said(
        "an `OPTIONS` that a page sends by itself is refused with 400",
        "页面自己发送的 `OPTIONS` 会被拒绝（400）",
    ),
    said(
        "where no method and no header is listed, it refuses each preflight, that of an upload whose progress is \
         watched, too",
        "如果没有列出任何方法和请求头，它会拒绝所有预检，包括监听上传进度时的预检",
    ),
    // Credentials.
    said(
        "it says to every origin that is named that credentials may pass, and in preflights to everybody; it looks at \
         none itself",
        "它对列出的每个源都写允许凭据，在预检中对所有源都写；它自己不检查凭据",
    ),
    said(
        "it lets credentials pass for every origin that is named, and looks at none itself",
        "它允许列出的每个源携带凭据，自己不检查凭据",
    ),
    said(
        "that credentials may pass, and which headers may be read, is said to everybody: browsers look at the origin \
         first",
        "允许凭据和可读取的响应头会写给所有请求者：浏览器先检查源",
    ),
    // Caches.
    said(
        "what it says of `Vary` is not documented: see that a cache in front has `Origin` in its key",
        "它怎样写 `Vary` 没有文档：请确认前面的缓存把 `Origin` 算进缓存键",
    ),
    said(
        "a request without an `Origin` may be answered without `Vary`: a cache must have `Origin` in its key",
        "不带 `Origin` 的请求，应答里可能没有 `Vary`：缓存必须把 `Origin` 算进缓存键",
    ),
    said(
        "it says no `Vary: Origin`: let the application say it, or no cache may keep the answers",
        "它不写 `Vary: Origin`：要由应用来写，否则应答不能放进缓存",
    ),
    said(
        "what everybody may read is said to requests with an `Origin` only: a cache keeps an answer for each",
        "所有人都可读取的内容，只对带 `Origin` 的请求写：缓存要为每个源各存一份",
    ),
    said(
        "an answer to a request without `Origin` says no `Vary`: a cache that keeps it hands it to pages, which may \
         not read it then; load images with `crossorigin` everywhere",
        "不带 `Origin` 的请求，应答里没有 `Vary`：缓存会把它交给页面，而页面无法读取；请在各处都用 `crossorigin` 加载图片",
    ),
    said(
        "errors that Traefik makes itself get no `Vary`, and of several lines of `Vary` one is kept",
        "Traefik 自己产生的错误没有 `Vary`；有多行 `Vary` 时只保留一行",
    ),
    // Its own answers, and those of the application.
    said(
        "what an application says of CORS to an origin that is not listed is sent on: take CORS out of it",
        "应用对未列出的源写的跨域响应头会照样发出：请去掉应用里的跨域设置",
    ),
    said(
        "what an application says of CORS to an origin that is not listed may be sent on: take CORS out of it",
        "应用对未列出的源写的跨域响应头可能照样发出：请去掉应用里的跨域设置",
    ),
    said(
        "what an application says of CORS is said in the place of it: take CORS out of it",
        "应用写的跨域响应头会代替这里的：请去掉应用里的跨域设置",
    ),
    said(
        "what an application sets of CORS and as `Vary` is said in the place of it: take CORS out of it, and add to \
         `Vary`",
        "应用设置的跨域响应头和 `Vary` 会代替这里的：请去掉应用里的跨域设置，`Vary` 只追加、不覆盖",
    ),
    said(
        "what a route says of CORS by itself is said, too: take it out there",
        "路由自己写的跨域响应头也会发出：请在那里去掉",
    ),
    said(
        "redirects that Next.js answers before it asks its proxy, of a path with `//` or with `/` at its end, get no \
         headers",
        "Next.js 在调用 proxy 之前自己回应的重定向（路径中有 `//` 或以 `/` 结尾）没有响应头",
    ),
    said(
        "answers of 400 and above get no headers, for CloudFront asks no function then, and keep what the origin says \
         of CORS: take it out there",
        "状态码 400 及以上的应答得不到响应头，因为此时 CloudFront 不调用函数，而源站写的跨域响应头会保留：请在源站去掉",
    ),
    said(
        "routes with `direct_response` or `redirect` get no headers of CORS",
        "使用 `direct_response` 或 `redirect` 的路由没有跨域响应头",
    ),
    said(
        "errors that the gateway makes itself may lack the headers: look with `crosscheck check`",
        "网关自己产生的错误可能没有响应头：请用 `crosscheck check` 查看",
    ),
    said(
        "since Spring 5.2 each preflight of a path that is left to its handler is refused",
        "从 Spring 5.2 起，交给处理程序的路径上，所有预检都会被拒绝",
    ),
    said("before Spring 6 it knows no methods but {}", "Spring 6 之前，它只认识方法 {1}"),
    said(
        "a request of an origin or by a method that is not listed is answered with 403, which breaks what needs no permission: \
         forms and images of other sites, a page's own `OPTIONS`",
        "来源或方法未列出的请求会得到 403，本来不需要许可的也受影响：其他网站的表单和图片、页面自己发出的 `OPTIONS`",
    ),
    // What no browser sends.
    said(
        "of several `Origin` lines nginx before 1.23 looks at the first",
        "有多行 `Origin` 时，1.23 之前的 nginx 只看第一行",
    ),
    said("of several `{}` lines {} looks at the first", "有多行 `{1}` 时，{2} 只看第一行"),
    said("of several `{}` lines {} looks at the last", "有多行 `{1}` 时，{2} 只看最后一行"),
];

/// Where files belong.
pub(super) const PLACES: &[Wording] = &[
    // Servers and proxies.
    said("include it in http { }", "在 http { } 里用 include 引入"),
    said(
        "include it in server { }, and in each location that has an add_header or a proxy_hide_header of its own",
        "在 server { } 里用 include 引入；凡是自己有 add_header 或 proxy_hide_header 的 location，也要引入",
    ),
    said(
        "include it in the virtual host, before other rewrite rules",
        "在虚拟主机里用 Include 引入，放在其他重写规则之前",
    ),
    said(
        "import it into the site, before other directives",
        "在站点里用 import 引入，放在其他指令之前",
    ),
    said(
        "put its lines into the frontend, before other http-request rules",
        "把这些行放进 frontend，其他 http-request 规则之前",
    ),
    said("put it into /etc/haproxy", "放到 /etc/haproxy"),
    said(
        "put its lines into http_filters, before envoy.filters.http.router",
        "把这些行放进 http_filters，envoy.filters.http.router 之前",
    ),
    said(
        "put its lines into the file _headers in the folder that is published",
        "把这些行放进发布文件夹里的 _headers",
    ),
    said(
        "put its parts into your staticwebapp.config.json",
        "把这些部分放进你的 staticwebapp.config.json",
    ),
    said(
        "put its entries into headers of your vercel.json",
        "把这些条目放进 vercel.json 的 headers",
    ),
    said("put its lines into the virtual host", "把这些行放进虚拟主机"),
    said(
        "put its lines into the virtual host in the place of its routes, each with your cluster's name",
        "把这些行放进虚拟主机，代替原来的路由，每条都换成你的 cluster 名称",
    ),
    said(
        "in its place, where Envoy takes its routes from a file or a server (rds: route_config_name crosscheck), with \
         your cluster's name and hosts",
        "如果 Envoy 从文件或服务器获取路由（rds：route_config_name crosscheck），用它代替，换成你的 cluster 名称和主机",
    ),
    said(
        "put it where the file provider looks, with your own services, hosts and entry points",
        "放到 file provider 读取的位置，换成你的服务、主机和入口点",
    ),
    said(
        "in its place, in Kubernetes: kubectl apply -f it, and name the middlewares in your routes",
        "在 Kubernetes 中用它代替：kubectl apply -f 这个文件，并在路由里写上这些中间件的名称",
    ),
    said(
        "kubectl apply -f it, with your own names, hosts and services",
        "kubectl apply -f 这个文件，换成你的名称、主机和服务",
    ),
    said(
        "kubectl apply -f it, with your own names, hosts and destinations",
        "kubectl apply -f 这个文件，换成你的名称、主机和目的地（destination）",
    ),
    said(
        "kubectl apply -f it, with your own names, gateway, hosts and services",
        "kubectl apply -f 这个文件，换成你的名称、网关、主机和服务",
    ),
    said(
        "put its routes into apisix.yaml, or each by the Admin API, with your own upstream and hosts",
        "把这些路由放进 apisix.yaml，或逐条用 Admin API 添加，换成你的上游和主机",
    ),
    said(
        "put its service into kong.yaml, with your own URL and hosts",
        "把这个服务放进 kong.yaml，换成你的 URL 和主机",
    ),
    // Clouds.
    said(
        "put CorsConfiguration into your API's resource: aws cloudformation deploy",
        "把 CorsConfiguration 放进你的 API 资源：aws cloudformation deploy",
    ),
    said(
        "as a Lambda@Edge function on Node.js, at the viewer request and at the viewer response of the behavior, \
         which allows OPTIONS",
        "作为 Node.js 的 Lambda@Edge 函数，放在行为（behavior）的查看器请求和查看器响应上；该行为要允许 OPTIONS",
    ),
    said(
        "aws s3api put-bucket-cors --bucket BUCKET --cors-configuration file://cors.json",
        "运行 aws s3api put-bucket-cors --bucket BUCKET --cors-configuration file://cors.json",
    ),
    said(
        "put its rules into the bucket's CORS policy (Settings)",
        "把这些规则放进存储桶的 CORS 策略（Settings）",
    ),
    said(
        "az rest --method put --body @cors.json --url the URL of your account's blobServices/default",
        "运行 az rest --method put --body @cors.json --url，后面写你的账户的 blobServices/default 的 URL",
    ),
    said("put it on the route of the API as a Worker", "作为 Worker 放在 API 的路由上"),
    // Programs.
    said(
        "require it, and app.use(cors) before the routes and what asks for a sign-in",
        "用 require 引入，并在路由和登录检查之前 app.use(cors)",
    ),
    said(
        "require it, and app.addHook(\"onRequest\", cors) on the outermost instance, before the routes",
        "用 require 引入，并在最外层的实例上、路由之前 app.addHook(\"onRequest\", cors)",
    ),
    said(
        "import it, and app.use(cors) before the routes and what asks for a sign-in",
        "用 import 引入，并在路由和登录检查之前 app.use(cors)",
    ),
    said(
        "require it in main.ts, and app.use(cors) after NestFactory.create",
        "在 main.ts 里用 require 引入，并在 NestFactory.create 之后 app.use(cors)",
    ),
    said(
        "beside the folder app or pages (in src, if there is one)",
        "与 app 或 pages 文件夹并列（有 src 则放在其中）",
    ),
    said(
        "import Cors from it, and app.wsgi_app = Cors(app.wsgi_app) where the app is made",
        "从中导入 Cors，并在创建 app 的地方写 app.wsgi_app = Cors(app.wsgi_app)",
    ),
    said(
        "import Cors from it, and app = Cors(app) at the end of the file",
        "从中导入 Cors，并在文件末尾写 app = Cors(app)",
    ),
    said(
        "put \"crosscheck_cors.cors\" first in MIDDLEWARE, with the path of its module",
        "把 \"crosscheck_cors.cors\" 放在 MIDDLEWARE 的最前面，写上模块的路径",
    ),
    said(
        "put it into lib, require it, and config.middleware.insert_before 0, CrosscheckCors",
        "放进 lib，用 require 引入，并写 config.middleware.insert_before 0, CrosscheckCors",
    ),
    said(
        "require it at the top of the script, before any output: in public/index.php of Laravel and Symfony",
        "在脚本开头、任何输出之前用 require 引入：Laravel 和 Symfony 是 public/index.php",
    ),
    said(
        "in the place of config/cors.php: php artisan config:clear",
        "代替 config/cors.php：然后执行 php artisan config:clear",
    ),
    said(
        "into your application's package, which its first line names",
        "放进你的应用的包里，并把第一行改成这个包名",
    ),
    said(
        "put it into the project, and app.UseCrosscheckCors() before everything else that is used",
        "放进项目，并在其他所有中间件之前写 app.UseCrosscheckCors()",
    ),
    said(
        "put it into your package, and CrosscheckCORS(mux) around the mux",
        "放进你的包里，并用 CrosscheckCORS(mux) 包住 mux",
    ),
    said(
        "go get github.com/rs/cors; put it into your package, and CrosscheckCORS(mux) around the mux",
        "go get github.com/rs/cors；放进你的包里，并用 CrosscheckCORS(mux) 包住 mux",
    ),
    said(
        "go get github.com/jub0bs/cors; put it into your package, and the middleware's Wrap(mux) around the handlers \
         of the path",
        "go get github.com/jub0bs/cors；放进你的包里，并用中间件的 Wrap(mux) 包住这条路径的处理函数",
    ),
    said(
        "cargo add crosscheck-tower crosscheck-config; then .layer(cors(…)) after every route and every other layer",
        "cargo add crosscheck-tower crosscheck-config；然后在所有路由和其他 layer 之后写 .layer(cors(…))",
    ),
    said(
        "cargo add crosscheck-actix crosscheck-config; then .wrap(cors(…)) as the last wrap, which runs first",
        "cargo add crosscheck-actix crosscheck-config；然后把 .wrap(cors(…)) 写成最后一个 wrap，它最先运行",
    ),
    said(
        "cargo add http regex, and tower-http with its feature `cors`; then each layer on the router of its path",
        "cargo add http regex，以及带 `cors` 特性的 tower-http；然后把每个 layer 放在它的路径的路由器上",
    ),
];
