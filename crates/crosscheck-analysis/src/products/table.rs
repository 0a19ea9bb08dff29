//! Software and services, and where each of them keeps what pages may do: facts of their documentation.

use super::product::Product;

/// In this order they are told.
pub(super) const PRODUCTS: &[Product] = &[
    // Hosts of files and functions, gateways, tunnels.
    Product::new(
        "Azure API Management answers no preflight by itself: its list is a `<cors>` policy in `<inbound>`, of the API or of all APIs, with `<allowed-origins>`, `<allowed-methods>` and `<allowed-headers>`; without it OPTIONS is 404",
        "Azure API Management 自己不应答预检：名单是 API（或所有 API）的 `<inbound>` 里的 `<cors>` 策略，其中有 `<allowed-origins>`、`<allowed-methods>` 和 `<allowed-headers>`；没有它时 OPTIONS 得到 404",
    )
    .domains(&["azure-api.net"]),
    Product::new(
        "Azure Functions on this machine keeps its list in `local.settings.json`, `\"Host\": { \"CORS\": \"http://localhost:5173\", \"CORSCredentials\": true }`, or takes `func start --cors`; in Azure the list is the app's own setting `CORS`",
        "本机上的 Azure Functions 把名单放在 `local.settings.json` 的 `\"Host\": { \"CORS\": \"http://localhost:5173\", \"CORSCredentials\": true }`，或者用 `func start --cors`；在 Azure 上名单是应用自己的 `CORS` 设置",
    )
    .words(&["local.settings.json", "functions_worker_runtime", "func start"])
    .port(7071)
    .paths(&["/api/"]),
    Product::new(
        "Cloud Run and Cloud Functions set no headers of CORS, the application does; where only callers with a token are let in, Google answers the preflight with 403 before the application is asked, for it has no token: let everybody call it and check the token in the application, or put a gateway in front",
        "Cloud Run 和 Cloud Functions 不设跨域响应头，由应用来设；只允许带令牌的调用者时，预检不带令牌，Google 在问到应用之前就以 403 应答：请允许所有人调用并在应用里检查令牌，或者在前面放一个网关",
    )
    .words(&["does not have permission to get url"])
    .domains(&["run.app", "cloudfunctions.net"]),
    Product::new(
        "of Amazon API Gateway an HTTP API has its own list under `CORS`, which answers preflights before any authorizer; a REST API needs a method `OPTIONS` for each path, the headers in the function's own answer, and `Gateway Responses` for its errors; both want to be deployed again",
        "Amazon API Gateway 的 HTTP API 有自己的 `CORS` 名单，会在授权方之前应答预检；REST API 则每个路径都要有 `OPTIONS` 方法，函数自己的响应要带响应头，错误要设 `Gateway Responses`；两者都要重新部署",
    )
    .words(&["execute-api"]),
    Product::new(
        "a Lambda function URL has its own list under `CORS` in the function's settings, and answers preflights itself; take the headers out of the function's answer, or they stand there twice",
        "Lambda 函数 URL 在函数设置的 `CORS` 里有自己的名单，并自己应答预检；请去掉函数响应里的这些响应头，否则会出现两次",
    )
    .domains(&["on.aws"]),
    Product::new(
        "Supabase's interfaces answer every origin themselves, but an Edge Function only what its code says: answer `OPTIONS` first of all, and put the same headers on every answer, errors, too, with `Access-Control-Allow-Headers: authorization, x-client-info, apikey, content-type` (`import { corsHeaders } from '@supabase/supabase-js/cors'` since 2.95), then deploy it again; one that does not start answers without them",
        "Supabase 的接口自己会应答所有的源，但 Edge Function 只按代码应答：请最先应答 `OPTIONS`，并让每个响应（包括出错的）都带同样的响应头，其中 `Access-Control-Allow-Headers: authorization, x-client-info, apikey, content-type`（2.95 起可以 `import { corsHeaders } from '@supabase/supabase-js/cors'`），然后重新部署；启动不了的函数，其响应不带这些响应头",
    )
    .words(&["x-client-info", "supabase functions serve", ":54321/functions/v1/"])
    .domains(&["supabase.co"])
    .paths(&["/functions/v1/"]),
    Product::new(
        "Symfony answers by NelmioCorsBundle: `config/packages/nelmio_cors.yaml` has the lists (`allow_origin`, `allow_headers`, `allow_methods`, `allow_credentials`, `paths`), and `CORS_ALLOW_ORIGIN` in `.env` a regular expression for whole origins; where OPTIONS is refused, a firewall of `security.yaml` comes first: leave OPTIONS out of its `access_control`",
        "Symfony 由 NelmioCorsBundle 应答：名单在 `config/packages/nelmio_cors.yaml`（`allow_origin`、`allow_headers`、`allow_methods`、`allow_credentials`、`paths`），`.env` 里的 `CORS_ALLOW_ORIGIN` 是匹配整个源的正则表达式；OPTIONS 被拒绝时，是 `security.yaml` 的防火墙在先：请不要让它的 `access_control` 管 OPTIONS",
    )
    .words(&["symfony", "nelmio", "nelmio_cors"]),
    Product::new(
        "Supabase's interfaces answer every origin by themselves: where the header is missing, something else answers. A project that is paused says 540 (restore it in the dashboard); else the URL is wrong, or a filter of the network stands between",
        "Supabase 的接口自己会应答所有的源：没有这个响应头时，应答的是别的东西。暂停的项目会应答 540（请在控制台恢复）；否则是 URL 写错了，或者中间有网络过滤系统",
    )
    .domains(&["supabase.co"]),
    Product::new(
        "a callable function of Firebase (`onCall`) answers every origin by itself: where the header is missing, there is no such function at that URL (its name, its region, not deployed), or Google lets only callers with a token in (`invoker: \"public\"`); one made with `onRequest` takes `{ cors: [\"https://app.example.com\"] }`",
        "Firebase 的 callable 函数（`onCall`）自己会应答所有的源：没有这个响应头时，是那个 URL 上没有这个函数（名字、区域或未部署），或者 Google 只放行带令牌的调用者（`invoker: \"public\"`）；用 `onRequest` 写的函数则用 `{ cors: [\"https://app.example.com\"] }`",
    )
    .words(&["httpscallable", "oncall("]),
    Product::new(
        "it is no server of yours that answers: macOS' AirPlay Receiver listens at port 5000 (and 7000) and says 403 to all; let the server listen at another port, or switch the receiver off in System Settings, General, AirDrop & Handoff",
        "应答的不是你的服务器：macOS 的“隔空播放接收器”占用 5000 端口（以及 7000），对一切请求都应答 403；请让服务器监听别的端口，或者在“系统设置、通用、隔空投送与接力”里关闭接收器",
    )
    .words(&["airtunes", "airplay"]),
    Product::new(
        "ngrok shows browsers a page of warning of its own in the application's place, which has no headers of CORS: send a header `ngrok-skip-browser-warning` with any value, and let the application allow that name in `Access-Control-Allow-Headers`",
        "ngrok 会先给浏览器看自己的警告页，页面上没有跨域响应头：请发送请求头 `ngrok-skip-browser-warning`（值任意），并让应用在 `Access-Control-Allow-Headers` 中允许它",
    )
    .words(&["ngrok-skip-browser-warning"])
    .domains(&["ngrok-free.app", "ngrok-free.dev", "ngrok.app", "ngrok.dev", "ngrok.io"]),
    Product::new(
        "localtunnel shows browsers a page of its own in the application's place: send a header `bypass-tunnel-reminder` with any value, and let the application allow that name",
        "localtunnel 会先给浏览器看自己的页面：请发送请求头 `bypass-tunnel-reminder`（值任意），并让应用允许它",
    )
    .domains(&["loca.lt"]),
    Product::new(
        "a forwarded port that is private leads whoever has no session there to a page to sign in, preflights first of all: make the port public, or ask by way of the page's own origin",
        "转发的端口若是私有的，没有会话的请求会被带到登录页，预检首当其冲：请把端口设为公开，或者经由页面自己的源来请求",
    )
    .domains(&["app.github.dev", "devtunnels.ms", "gitpod.io", "cloudworkstations.dev"]),
    Product::new(
        "Cloudflare Access leads whoever has no session to its page to sign in, preflights, too: let it pass `OPTIONS` on to the origin, or set CORS in the application's settings there; when the session is over, the page has to be loaded anew",
        "Cloudflare Access 会把没有会话的请求带到登录页，预检也一样：请让它把 `OPTIONS` 放行到源站，或者在那里的应用设置中配置 CORS；会话过期后，页面需要重新加载",
    )
    .domains(&["cloudflareaccess.com"])
    .paths(&["/cdn-cgi/access/login"]),
    Product::new(
        "that is a filter of the user's own network, which answers in the server's place (to sign in there, or because it blocks the host): no header of the server helps; open any page in a tab to sign in, or let whoever runs that network let the host pass",
        "那是用户自己网络里的过滤系统，代替服务器应答了（要求登录，或者屏蔽了这个主机）：服务器的响应头帮不上忙；请在标签页里打开任意页面登录，或者请网络管理员放行这个主机",
    )
    .words(&["zscaler"])
    .domains(&["zscaler.net", "zscalerone.net", "zscalertwo.net", "zscalerthree.net", "zscloud.net", "zscaler.com", "netskope.com", "goskope.com", "mcas.ms", "opendns.com", "umbrella.com", "iboss.com", "forcepoint.net", "menlosecurity.com"]),
    Product::new(
        "that is the firewall of the user's own network, which wants somebody to sign in: no header of the server helps; open any page in a tab, and sign in there",
        "那是用户自己网络的防火墙，要求登录：服务器的响应头帮不上忙；请在标签页里打开任意页面并登录",
    )
    .words(&["fgtauth"])
    .paths(&["/fgtauth", "/php/uid.php"]),
    Product::new(
        "413 is of whoever reads the body first, and no matter of CORS, though without the headers a browser says so: nginx (`client_max_body_size`, 1 MB unless it says more), Express (`express.json({ limit: '10mb' })`), IIS (`maxAllowedContentLength`), a gateway in front; raise the limit there, or send less",
        "413 来自最先读取请求体的一方，与跨域无关，只是没有跨域响应头时浏览器会这样报：nginx（`client_max_body_size`，默认 1 MB）、Express（`express.json({ limit: '10mb' })`）、IIS（`maxAllowedContentLength`），或者前面的网关；请在那里调高上限，或者少发一些",
    )
    .words(&["too large body", "client_max_body_size", "request entity too large", "payload too large", "content too large"]),
    Product::new(
        "502, 503 and 504 are of a proxy or balancer, for what is behind it is down, starts, or takes too long: look there first; it says so without the application's headers of CORS, and a preflight is best answered before anything slow",
        "502、503 和 504 来自代理或负载均衡，因为它后面的服务停了、正在启动或太慢：请先看那里；这种响应不带应用的跨域响应头，而预检最好在任何慢操作之前应答",
    )
    .words(&["504 (gateway", "504 gateway", "502 (bad gateway", "502 bad gateway", "503 (service", "503 service"]),
    Product::new(
        "a middleware that asks for a sign-in leads whoever has none to its page, and a preflight never has one: let `OPTIONS` pass before it, leave the path out of its `matcher`, or answer interfaces with 401",
        "要求登录的中间件会把未登录的请求带到登录页，而预检从不带登录信息：请让 `OPTIONS` 在它之前通过，或者把路径排除在它的 `matcher` 之外，或者对接口应答 401",
    )
    .words(&["clerkmiddleware", "authmiddleware(", "withauth(", "auth().protect"]),
    Product::new(
        "jsdom (in Jest and Vitest) is no browser, but holds to CORS for a page at `testEnvironmentOptions.url`: answer in the test (msw; nock with `Access-Control-Allow-Origin`), or let the client use Node's adapter there",
        "jsdom（Jest、Vitest 里）不是浏览器，但会按 `testEnvironmentOptions.url` 的页面执行跨域检查：请在测试里模拟响应（msw，或带 `Access-Control-Allow-Origin` 的 nock），或者让客户端在那里使用 Node 的适配器",
    )
    .words(&["jsdom"]),
    // Content, data and search.
    Product::new(
        "Strapi keeps its list in `config/middlewares.js`: in the place of `'strapi::cors'`, `{ name: 'strapi::cors', config: { origin: ['http://localhost:5173'], headers: ['Content-Type', 'Authorization'], keepHeaderOnError: true } }`; then start it anew",
        "Strapi 的名单在 `config/middlewares.js`：把 `'strapi::cors'` 换成 `{ name: 'strapi::cors', config: { origin: ['http://localhost:5173'], headers: ['Content-Type', 'Authorization'], keepHeaderOnError: true } }`，然后重启",
    )
    .words(&["strapi"])
    .port(1337)
    .paths(&["/api/"]),
    Product::new(
        "Directus takes its list from the environment: `CORS_ENABLED=true`, `CORS_ORIGIN` (origins with commas between, or `true` for whoever asks; never `*` with cookies), `CORS_CREDENTIALS=true`, `CORS_ALLOWED_HEADERS`, `CORS_EXPOSED_HEADERS`; the container has to be made anew",
        "Directus 的名单来自环境变量：`CORS_ENABLED=true`、`CORS_ORIGIN`（用逗号分隔的源，或者用 `true` 表示应答来问的源；带 cookie 时不能用 `*`）、`CORS_CREDENTIALS=true`、`CORS_ALLOWED_HEADERS`、`CORS_EXPOSED_HEADERS`；容器要重新创建",
    )
    .words(&["directus"])
    .port(8055),
    Product::new(
        "PocketBase answers every origin by itself (`serve --origins=…` narrows it): where the header is there twice, take it out of the proxy; where it is missing, something in front of it answers, or it has stopped",
        "PocketBase 自己就会应答所有的源（`serve --origins=…` 可以收窄）：响应头出现两次时，请从代理里去掉；没有时，是它前面的东西在应答，或者它已停止运行",
    )
    .words(&["pocketbase"])
    .port(8090)
    .paths(&["/api/"]),
    Product::new(
        "Hasura takes its list from `HASURA_GRAPHQL_CORS_DOMAIN` (origins with commas between), and allows every header that is asked for: where it refuses one, what stands in front of it answers",
        "Hasura 的名单来自 `HASURA_GRAPHQL_CORS_DOMAIN`（用逗号分隔的源），并允许所有被问到的请求头：若拒绝了某个请求头，是它前面的东西在应答",
    )
    .words(&["hasura"])
    .paths(&["/v1/graphql", "/v1alpha1/graphql"]),
    Product::new(
        "Payload keeps its list in `payload.config.ts`, `cors: ['http://localhost:5173']`, and for cookies `csrf`, too",
        "Payload 的名单在 `payload.config.ts` 的 `cors: ['http://localhost:5173']`；用 cookie 时还有 `csrf`",
    )
    .words(&["payload.config", "payload cms"]),
    Product::new(
        "Sanity keeps its list in the project's settings, API, `CORS origins`; tick `Allow credentials` for a signed-in studio",
        "Sanity 的名单在项目设置的 API、`CORS origins`；要登录的 studio 请勾选 `Allow credentials`",
    )
    .words(&["@sanity/"])
    .domains(&["sanity.io"]),
    Product::new(
        "Appwrite lets pages in by `Platforms` of the project: add a web app with the host name alone, without scheme and port",
        "Appwrite 按项目的 `Platforms` 放行页面：请添加一个 Web 应用，只写主机名，不写协议和端口",
    )
    .words(&["appwrite"])
    .domains(&["appwrite.io", "appwrite.global"]),
    Product::new(
        "WordPress' REST interface answers every origin by itself, and allows few headers: more of them by the filter `rest_allowed_cors_headers`, to be read `rest_exposed_cors_headers`; where no header comes at all, a plugin, a firewall, a redirect (`www`, the final slash) or an error of PHP answers first",
        "WordPress 的 REST 接口自己会应答所有的源，但允许的请求头很少：用过滤器 `rest_allowed_cors_headers` 增加，可读取的响应头用 `rest_exposed_cors_headers`；完全没有响应头时，是插件、防火墙、重定向（`www`、末尾斜杠）或 PHP 错误先应答了",
    )
    .words(&["wp-json", "rest_route"])
    .paths(&["/wp-json/"]),
    Product::new(
        "keys of WooCommerce are secrets: ask with them from a server of your own, and never from a page; for pages there is the Store API, `/wp-json/wc/store/`",
        "WooCommerce 的密钥是机密：请从自己的服务器使用，不要放在页面里；给页面用的是 Store API，`/wp-json/wc/store/`",
    )
    .words(&["woocommerce"])
    .paths(&["/wc/v3/"]),
    Product::new(
        "Magento has no setting for CORS: the web server in front of it (nginx, Apache) or an extension writes the headers and answers OPTIONS, or the page asks by way of a proxy at its own origin",
        "Magento 没有跨域设置：由它前面的 Web 服务器（nginx、Apache）或扩展来写响应头并应答 OPTIONS，或者让页面经由自己源上的代理来请求",
    )
    .words(&["magento", "adobe commerce"])
    .paths(&["/rest/V1/", "/rest/default/V1/"]),
    Product::new(
        "in Odoo each route has its own: `@http.route('/api/x', type='http', auth='public', cors='https://app.example.com', methods=['GET', 'OPTIONS'])`; `cors` takes one origin, and none of them lets cookies through",
        "在 Odoo 里每个路由各自设置：`@http.route('/api/x', type='http', auth='public', cors='https://app.example.com', methods=['GET', 'OPTIONS'])`；`cors` 只接受一个源，并且不允许携带 cookie",
    )
    .words(&["odoo"])
    .port(8069),
    Product::new(
        "Salesforce keeps its list under Setup, `CORS`, `Allowed Origins List`; its OAuth endpoints want `Enable CORS for OAuth endpoints` there, too, and wrong or expired tokens are answered without the header",
        "Salesforce 的名单在 Setup、`CORS`、`Allowed Origins List`；OAuth 端点还要在那里启用 `Enable CORS for OAuth endpoints`；令牌错误或过期时，响应不带这个响应头",
    )
    .domains(&["my.salesforce.com", "salesforce.com", "force.com", "my.salesforce-sites.com"]),
    Product::new(
        "SharePoint lets no page of another origin read with cookies, and has no list: ask with a token of Microsoft Entra in `Authorization` (or Microsoft Graph), or from a web part of SharePoint itself",
        "SharePoint 不允许其他源的页面带 cookie 读取，也没有名单：请在 `Authorization` 里带 Microsoft Entra 的令牌（或用 Microsoft Graph），或者从 SharePoint 自己的 Web 部件里请求",
    )
    .domains(&["sharepoint.com", "sharepoint.us"]),
    Product::new(
        "Dataverse lets pages read with a token of Microsoft Entra in `Authorization`, and never with cookies",
        "Dataverse 允许页面在 `Authorization` 里带 Microsoft Entra 的令牌读取，不接受 cookie",
    )
    .domains(&["dynamics.com"]),
    Product::new(
        "SAP's ABAP server keeps its list in transaction `UCONCOCKPIT`, HTTP allowlist, `Cross-origin Resource Sharing`; to read `x-csrf-token` it has to be exposed there, and in SAPUI5 a destination (a proxy at the page's own origin) is the usual way",
        "SAP 的 ABAP 服务器把名单放在事务 `UCONCOCKPIT` 的 HTTP 允许列表、`Cross-origin Resource Sharing`；要读取 `x-csrf-token`，须在那里公开它；SAPUI5 里通常用 destination（页面自己源上的代理）",
    )
    .words(&["uconcockpit", "sap gateway"])
    .paths(&["/sap/opu/odata", "/sap/bc/"]),
    Product::new(
        "ServiceNow keeps its list in System Web Services, REST, `CORS Rules`: one rule for each API and origin",
        "ServiceNow 的名单在 System Web Services、REST、`CORS Rules`：每个 API 和源各一条规则",
    )
    .words(&["servicenow"])
    .domains(&["service-now.com"]),
    Product::new(
        "Jira and Confluence in the cloud let no page of another origin in, and have no list: ask from a server of your own, or from an app made with Forge",
        "云端的 Jira 和 Confluence 不放行其他源的页面，也没有名单：请从自己的服务器请求，或者用 Forge 做的应用请求",
    )
    .domains(&["atlassian.net"]),
    Product::new(
        "Elasticsearch and OpenSearch keep their list in `elasticsearch.yml` (`opensearch.yml`): `http.cors.enabled: true`, `http.cors.allow-origin: \"https://app.example.com\"`, `http.cors.allow-headers`, `http.cors.allow-credentials: true` where a password is sent; start every node anew, and do not leave the port open to all",
        "Elasticsearch 和 OpenSearch 的名单在 `elasticsearch.yml`（`opensearch.yml`）：`http.cors.enabled: true`、`http.cors.allow-origin: \"https://app.example.com\"`、`http.cors.allow-headers`，要发送密码时加 `http.cors.allow-credentials: true`；请重启所有节点，并且不要把端口开放给所有人",
    )
    .words(&["elasticsearch", "opensearch", "http.cors.allow-origin"])
    .port(9200),
    Product::new(
        "CouchDB keeps its list in its configuration: `[chttpd] enable_cors = true`, and `[cors] origins`, `credentials`, `headers`, `methods`",
        "CouchDB 的名单在它的配置里：`[chttpd] enable_cors = true`，以及 `[cors]` 的 `origins`、`credentials`、`headers`、`methods`",
    )
    .words(&["couchdb"])
    .port(5984),
    Product::new(
        "Typesense takes `--enable-cors` and, to narrow it, `--cors-domains=https://app.example.com`",
        "Typesense 用 `--enable-cors` 启用，用 `--cors-domains=https://app.example.com` 收窄",
    )
    .words(&["typesense"])
    .port(8108),
    Product::new(
        "GeoServer keeps its list in `WEB-INF/web.xml`, where a `CorsFilter` waits as a comment: uncomment filter and mapping (in its container image `CORS_ENABLED=true`, `CORS_ALLOWED_ORIGINS`)",
        "GeoServer 的名单在 `WEB-INF/web.xml`，里面有一个被注释掉的 `CorsFilter`：请取消过滤器和映射的注释（容器镜像里用 `CORS_ENABLED=true`、`CORS_ALLOWED_ORIGINS`）",
    )
    .words(&["geoserver"])
    .paths(&["/geoserver/"]),
    Product::new(
        "InfluxDB 2 has no list of origins: put a proxy that adds the headers in front, or ask from a server of your own, which keeps the token, too",
        "InfluxDB 2 没有源的名单：请在前面放一个会加响应头的代理，或者从自己的服务器请求，令牌也留在那里",
    )
    .words(&["influxdb"])
    .port(8086)
    .paths(&["/api/v2/", "/query", "/write"]),
    Product::new(
        "Prometheus takes `--web.cors.origin`, a regular expression for whole origins",
        "Prometheus 用 `--web.cors.origin`，是匹配整个源的正则表达式",
    )
    .words(&["prometheus"])
    .port(9090)
    .paths(&["/api/v1/query"]),
    Product::new(
        "Grafana sets no headers of CORS; `origin not allowed` is its guard against forged requests, which compares `Origin` with `Host`: let the proxy in front pass `Host` on (`proxy_set_header Host $host`), or name the host in `csrf_trusted_origins` under `[security]`; for frames there is `allow_embedding`",
        "Grafana 不设跨域响应头；`origin not allowed` 是它防伪造请求的检查，会比较 `Origin` 和 `Host`：请让前面的代理传递 `Host`（`proxy_set_header Host $host`），或者在 `[security]` 的 `csrf_trusted_origins` 里写上主机；嵌入 iframe 用 `allow_embedding`",
    )
    .words(&["grafana"])
    .paths(&["/api/datasources/", "/api/ds/query", "/api/live/ws"]),
    Product::new(
        "Jupyter keeps its list in `jupyter_server_config.py`: `c.ServerApp.allow_origin = 'https://app.example.com'` (older: `c.NotebookApp`), `c.ServerApp.allow_credentials = True`; a proxy in front has to pass `Host` and the WebSocket's `Upgrade` on",
        "Jupyter 的名单在 `jupyter_server_config.py`：`c.ServerApp.allow_origin = 'https://app.example.com'`（旧版为 `c.NotebookApp`）、`c.ServerApp.allow_credentials = True`；前面的代理要传递 `Host` 和 WebSocket 的 `Upgrade`",
    )
    .words(&["jupyter", "serverapp", "notebookapp"])
    .port(8888)
    .paths(&["/api/kernels", "/api/contents", "/api/sessions"]),
    Product::new(
        "Home Assistant keeps its list in `configuration.yaml`, `http:` with `cors_allowed_origins:`",
        "Home Assistant 的名单在 `configuration.yaml` 的 `http:` 下的 `cors_allowed_origins:`",
    )
    .words(&["home assistant", "homeassistant"])
    .port(8123)
    .paths(&["/api/"]),
    Product::new(
        "n8n's webhooks have an option of their own, `Allowed Origins (CORS)`, and take the method that the node names; a test URL listens for one call only",
        "n8n 的 webhook 节点有自己的选项 `Allowed Origins (CORS)`，只接受节点写明的方法；测试 URL 只监听一次调用",
    )
    .words(&["n8n"])
    .port(5678)
    .paths(&["/webhook"]),
    Product::new(
        "Vault keeps its list at `sys/config/cors` (`vault write sys/config/cors enabled=true allowed_origins=https://app.example.com`)",
        "Vault 的名单在 `sys/config/cors`（`vault write sys/config/cors enabled=true allowed_origins=https://app.example.com`）",
    )
    .words(&["hashicorp", "sys/config/cors"])
    .port(8200)
    .paths(&["/v1/secret", "/v1/auth", "/v1/sys"]),
    Product::new(
        "RabbitMQ's management keeps its list in `rabbitmq.conf`, `management.cors.allow_origins.1 = https://app.example.com`",
        "RabbitMQ 管理插件的名单在 `rabbitmq.conf` 的 `management.cors.allow_origins.1 = https://app.example.com`",
    )
    .words(&["rabbitmq"])
    .port(15672),
    // Models on this machine.
    Product::new(
        "Ollama takes its list from the environment: `OLLAMA_ORIGINS=https://app.example.com,chrome-extension://*`, for the service itself (`systemctl edit ollama`, `launchctl setenv`, Windows' environment variables), and answers others with 403; then start it anew",
        "Ollama 的名单来自环境变量：`OLLAMA_ORIGINS=https://app.example.com,chrome-extension://*`，要设给服务本身（`systemctl edit ollama`、`launchctl setenv`、Windows 的环境变量），名单之外的得到 403；然后重启",
    )
    .words(&["ollama"])
    .port(11434),
    Product::new(
        "LM Studio has a switch `Enable CORS` in the settings of its server, or `lms server start --cors`",
        "LM Studio 在服务器设置里有 `Enable CORS` 开关，或者用 `lms server start --cors`",
    )
    .words(&["lm studio", "lmstudio"])
    .port(1234)
    .paths(&["/v1/", "/api/v0/"]),
    Product::new(
        "vLLM takes `--allowed-origins '[\"https://app.example.com\"]'`, `--allowed-headers` and `--allow-credentials`",
        "vLLM 用 `--allowed-origins '[\"https://app.example.com\"]'`、`--allowed-headers` 和 `--allow-credentials`",
    )
    .words(&["vllm"]),
    Product::new(
        "Open WebUI takes its list from the environment, `CORS_ALLOW_ORIGIN` (origins with `;` between)",
        "Open WebUI 的名单来自环境变量 `CORS_ALLOW_ORIGIN`（源之间用 `;` 分隔）",
    )
    .words(&["open webui", "open-webui"]),
    Product::new(
        "ComfyUI takes `--enable-cors-header https://app.example.com`",
        "ComfyUI 用 `--enable-cors-header https://app.example.com`",
    )
    .words(&["comfyui"])
    .port(8188),
    Product::new(
        "a client of MCP in a browser needs three headers allowed (`Authorization`, `Mcp-Session-Id`, `Mcp-Protocol-Version`, with `Content-Type` and `Last-Event-ID`), the methods GET, POST and DELETE, and `Mcp-Session-Id` in `Access-Control-Expose-Headers`, on answers to POST, not only to preflights",
        "浏览器里的 MCP 客户端需要允许这些请求头（`Authorization`、`Mcp-Session-Id`、`Mcp-Protocol-Version`，以及 `Content-Type` 和 `Last-Event-ID`），方法 GET、POST、DELETE，并且在 POST 的响应（而不只是预检）里用 `Access-Control-Expose-Headers` 公开 `Mcp-Session-Id`",
    )
    .words(&["mcp-session-id", "mcp inspector"])
    .paths(&["/mcp"]),
    // Interfaces that are for servers.
    Product::new(
        "Anthropic answers pages only with the header `anthropic-dangerous-direct-browser-access: true`, and a key in a page is everybody's: ask from a server of your own",
        "Anthropic 只在请求带有 `anthropic-dangerous-direct-browser-access: true` 时应答页面；放在页面里的密钥谁都能看到：请从自己的服务器请求",
    )
    .domains(&["api.anthropic.com"]),
    Product::new(
        "that interface is for servers: its key is a secret, and it has no list of pages: ask from a server or function of your own, and let the page ask that one",
        "那个接口是给服务器用的：密钥是机密，也没有页面的名单：请从自己的服务器或函数请求，让页面去问它",
    )
    .domains(&["api.openai.com", "api.notion.com", "api.linkedin.com", "api.twitter.com", "api.x.com", "api.mailgun.net", "api.sendgrid.com", "api.twilio.com", "api.cloudflare.com", "api.hubapi.com"]),
    Product::new(
        "GitHub lets no page ask for tokens, for that takes the secret of the application: a server or function of your own has to",
        "GitHub 不允许页面换取令牌，因为那需要应用的密钥：要由自己的服务器或函数来做",
    )
    .domains(&["github.com"])
    .paths(&["/login/oauth/access_token", "/login/device"]),
    Product::new(
        "that web service of Google Maps is for servers, and has no list of pages: pages use the Maps JavaScript API (`google.maps.places`, `DirectionsService`), or the newer `places.googleapis.com` and `routes.googleapis.com`",
        "Google Maps 的这个 Web 服务是给服务器用的，没有页面的名单：页面请用 Maps JavaScript API（`google.maps.places`、`DirectionsService`），或较新的 `places.googleapis.com` 和 `routes.googleapis.com`",
    )
    .domains(&["maps.googleapis.com"])
    .paths(&["/maps/api/place/", "/maps/api/directions", "/maps/api/distancematrix", "/maps/api/geocode", "/maps/api/elevation"]),
    Product::new(
        "Yahoo's interface is for its own pages: ask from a server of your own",
        "Yahoo 的接口只给它自己的页面用：请从自己的服务器请求",
    )
    .domains(&["finance.yahoo.com"]),
    Product::new(
        "Shopify's Admin API lets no page in, for its token is a secret: ask from the app's own server; for pages there is the Storefront API",
        "Shopify 的 Admin API 不放行页面，因为令牌是机密：请从应用自己的服务器请求；给页面用的是 Storefront API",
    )
    .domains(&["myshopify.com"])
    .paths(&["/admin/"]),
    Product::new(
        "that page to sign in is for navigations, and for no script to read: `location.assign(…)` instead of `fetch`",
        "那个登录页是给导航用的，脚本不该读取：请用 `location.assign(…)`，不要用 `fetch`",
    )
    .domains(&["accounts.google.com"])
    .paths(&["/o/oauth2/", "/v3/signin", "/ServiceLogin"]),
    // Frameworks that bring their own.
    Product::new(
        "Elysia answers no OPTIONS by itself: `import { cors } from '@elysiajs/cors'`, and `new Elysia().use(cors({ origin: ['https://app.example.com'], credentials: true }))` before the routes",
        "Elysia 自己不应答 OPTIONS：请 `import { cors } from '@elysiajs/cors'`，并在路由之前写 `new Elysia().use(cors({ origin: ['https://app.example.com'], credentials: true }))`",
    )
    .words(&["new elysia(", "elysia"]),
    Product::new(
        "in Fiber it is `app.Use(cors.New(cors.Config{AllowOrigins: \"https://app.example.com\", AllowHeaders: \"Content-Type, Authorization\", AllowCredentials: true}))` before the routes (version 3 takes lists, `[]string{…}`)",
        "在 Fiber 里是路由之前的 `app.Use(cors.New(cors.Config{AllowOrigins: \"https://app.example.com\", AllowHeaders: \"Content-Type, Authorization\", AllowCredentials: true}))`（第 3 版用列表 `[]string{…}`）",
    )
    .words(&["gofiber", "fiber.new("]),
    Product::new(
        "in Gin it is `r.Use(cors.New(cors.Config{AllowOrigins: []string{\"https://app.example.com\"}, AllowMethods: …, AllowHeaders: …, AllowCredentials: true}))` of gin-contrib, before the routes and their groups; `AllowAllOrigins` and a list exclude each other",
        "在 Gin 里是 gin-contrib 的 `r.Use(cors.New(cors.Config{AllowOrigins: []string{\"https://app.example.com\"}, AllowMethods: …, AllowHeaders: …, AllowCredentials: true}))`，写在路由及其分组之前；`AllowAllOrigins` 与名单不能同时使用",
    )
    .words(&["gin-contrib", "gin.default(", "gin.new("]),
    Product::new(
        "in Echo it is `e.Use(middleware.CORSWithConfig(middleware.CORSConfig{AllowOrigins: []string{\"https://app.example.com\"}, AllowHeaders: …, AllowCredentials: true}))`, before what asks for a sign-in; group middleware does not answer OPTIONS",
        "在 Echo 里是 `e.Use(middleware.CORSWithConfig(middleware.CORSConfig{AllowOrigins: []string{\"https://app.example.com\"}, AllowHeaders: …, AllowCredentials: true}))`，写在登录检查之前；分组的中间件不会应答 OPTIONS",
    )
    .words(&["labstack/echo", "echo.new()", "latency_human"]),
    Product::new(
        "in chi it is `r.Use(cors.Handler(cors.Options{AllowedOrigins: []string{\"https://app.example.com\"}, AllowedMethods: …, AllowedHeaders: …, AllowCredentials: true}))` at the router's top, before the routes: in a group it does not answer OPTIONS",
        "在 chi 里是路由器最上面的 `r.Use(cors.Handler(cors.Options{AllowedOrigins: []string{\"https://app.example.com\"}, AllowedMethods: …, AllowedHeaders: …, AllowCredentials: true}))`，在路由之前；放在分组里不会应答 OPTIONS",
    )
    .words(&["go-chi"]),
    Product::new(
        "in Phoenix it is `plug CORSPlug, origin: [\"https://app.example.com\"]` (of `cors_plug`) in `endpoint.ex`, before the router: in a pipeline of the router it does not answer OPTIONS, for which no route is found",
        "在 Phoenix 里是 `endpoint.ex` 中路由器之前的 `plug CORSPlug, origin: [\"https://app.example.com\"]`（`cors_plug`）：放在路由器的 pipeline 里不会应答 OPTIONS，因为没有对应的路由",
    )
    .words(&["phoenix.router", "cors_plug", "corsplug", "phoenix.endpoint"]),
    Product::new(
        "Ktor answers 403 to a preflight that asks for what `install(CORS)` does not name: `allowHost(\"app.example.com\", schemes = listOf(\"https\"))`, `allowHeader(HttpHeaders.ContentType)` and `allowHeader(HttpHeaders.Authorization)`, `allowMethod(HttpMethod.Put)`, `allowCredentials = true`; JSON needs `ContentType` there",
        "预检问到 `install(CORS)` 没有写明的东西时，Ktor 应答 403：请写 `allowHost(\"app.example.com\", schemes = listOf(\"https\"))`、`allowHeader(HttpHeaders.ContentType)` 和 `allowHeader(HttpHeaders.Authorization)`、`allowMethod(HttpMethod.Put)`、`allowCredentials = true`；发送 JSON 需要 `ContentType`",
    )
    .words(&["install(cors)", "io.ktor", "ktor"]),
    Product::new(
        "Micronaut keeps its list in `application.yml`, `micronaut.server.cors`: `enabled: true`, and under `configurations.web` `allowed-origins`, `allowed-methods`, `allowed-headers`; without `Origin` and `Access-Control-Request-Method` it takes OPTIONS for no preflight, and answers 405",
        "Micronaut 的名单在 `application.yml` 的 `micronaut.server.cors`：`enabled: true`，以及 `configurations.web` 下的 `allowed-origins`、`allowed-methods`、`allowed-headers`；没有 `Origin` 和 `Access-Control-Request-Method` 的 OPTIONS 不被当作预检，会得到 405",
    )
    .words(&["micronaut", "\"_embedded\":{\"errors\""]),
    Product::new(
        "Quarkus keeps its list in `application.properties`: `quarkus.http.cors.enabled=true` (older: `quarkus.http.cors=true`), `quarkus.http.cors.origins=https://app.example.com` with the scheme, `…methods`, `…headers`, `…exposed-headers`, `…access-control-allow-credentials=true`; others are answered 403",
        "Quarkus 的名单在 `application.properties`：`quarkus.http.cors.enabled=true`（旧版为 `quarkus.http.cors=true`）、`quarkus.http.cors.origins=https://app.example.com`（要带协议）、`…methods`、`…headers`、`…exposed-headers`、`…access-control-allow-credentials=true`；名单之外的得到 403",
    )
    .words(&["quarkus"]),
    Product::new(
        "Play keeps its list in `application.conf`: `play.filters.enabled += \"play.filters.cors.CORSFilter\"`, and `play.filters.cors.allowedOrigins`, `allowedHttpMethods`, `allowedHttpHeaders`",
        "Play 的名单在 `application.conf`：`play.filters.enabled += \"play.filters.cors.CORSFilter\"`，以及 `play.filters.cors.allowedOrigins`、`allowedHttpMethods`、`allowedHttpHeaders`",
    )
    .words(&["play.filters"]),
    Product::new(
        "in Vert.x it is `router.route().handler(CorsHandler.create().addOrigin(\"https://app.example.com\").allowedMethod(…).allowedHeader(…).allowCredentials(true))`, before handlers that ask for a sign-in",
        "在 Vert.x 里是 `router.route().handler(CorsHandler.create().addOrigin(\"https://app.example.com\").allowedMethod(…).allowedHeader(…).allowCredentials(true))`，写在登录检查之前",
    )
    .words(&["io.vertx", "vert.x"]),
    Product::new(
        "Tomcat's `CorsFilter` in `web.xml` takes `cors.allowed.origins`, `cors.allowed.methods`, `cors.allowed.headers` and `cors.support.credentials` (not with `*`), and answers 403 to what it does not name: map it to `/*`, before other filters",
        "Tomcat 的 `CorsFilter` 在 `web.xml` 里有 `cors.allowed.origins`、`cors.allowed.methods`、`cors.allowed.headers` 和 `cors.support.credentials`（不能与 `*` 同用），没有写明的得到 403：请映射到 `/*`，放在其他过滤器之前",
    )
    .words(&["org.apache.catalina.filters.corsfilter", "cors.allowed.origins"]),
    Product::new(
        "Apollo's standalone server answers `*` to everybody, without cookies, and cannot be told otherwise: for cookies or a list use `expressMiddleware` with `cors()` before it; a POST without `Content-Type: application/json` is refused by its guard against forged requests (`apollo-require-preflight`)",
        "Apollo 的独立服务器对所有人应答 `*`，不支持 cookie，也无法更改：需要 cookie 或名单时，请用 `expressMiddleware`，并在前面加 `cors()`；没有 `Content-Type: application/json` 的 POST 会被它的防伪造检查拒绝（`apollo-require-preflight`）",
    )
    .words(&["startstandaloneserver", "apollo-server", "@apollo/server"]),
    Product::new(
        "GraphQL Yoga has its own: `createYoga({ schema, cors: { origin: ['https://app.example.com'], credentials: true } })`, and answers OPTIONS itself; a second one around it writes the headers twice",
        "GraphQL Yoga 自带设置：`createYoga({ schema, cors: { origin: ['https://app.example.com'], credentials: true } })`，并自己应答 OPTIONS；外面再加一层会写两次响应头",
    )
    .words(&["graphql-yoga", "createyoga("]),
    Product::new(
        "tRPC's standalone server takes `createHTTPServer({ middleware: cors({ origin: 'https://app.example.com' }), router })`; in an adapter it is the framework's own, with OPTIONS routed to it",
        "tRPC 的独立服务器用 `createHTTPServer({ middleware: cors({ origin: 'https://app.example.com' }), router })`；用适配器时由框架负责，并且要把 OPTIONS 路由到它",
    )
    .words(&["createhttpserver(", "@trpc/server"]),
    Product::new(
        "`Deno.serve` adds nothing by itself: answer `OPTIONS` with 204 and the headers first of all, and say them on every other answer, errors, too; in Oak it is `app.use(oakCors({ origin: … }))` before the router",
        "`Deno.serve` 自己什么都不加：请最先用 204 和响应头应答 `OPTIONS`，其他所有响应（包括错误）也都要带上；在 Oak 里是路由器之前的 `app.use(oakCors({ origin: … }))`",
    )
    .words(&["deno.serve(", "oakcors", "jsr:@oak"]),
    Product::new(
        "`Bun.serve` adds nothing by itself: answer `OPTIONS` with 204 and the headers first of all, and say them on every other answer, errors, too",
        "`Bun.serve` 自己什么都不加：请最先用 204 和响应头应答 `OPTIONS`，其他所有响应（包括错误）也都要带上",
    )
    .words(&["bun.serve("]),
    Product::new(
        "in Koa it is `app.use(cors({ origin: 'https://app.example.com', credentials: true }))` of `@koa/cors`, before the router; it keeps the headers on errors by itself (`keepHeadersOnError`)",
        "在 Koa 里是路由器之前的 `app.use(cors({ origin: 'https://app.example.com', credentials: true }))`（`@koa/cors`）；出错时它自己会保留响应头（`keepHeadersOnError`）",
    )
    .words(&["koa-cors", "@koa/cors", "new koa("]),
    Product::new(
        "in hapi it is `routes: { cors: { origin: ['https://app.example.com'], additionalHeaders: ['x-token'], credentials: true } }` of the server or of a route",
        "在 hapi 里是服务器或路由的 `routes: { cors: { origin: ['https://app.example.com'], additionalHeaders: ['x-token'], credentials: true } }`",
    )
    .words(&["@hapi/hapi", "hapi.server("]),
    Product::new(
        "in Nuxt and Nitro it is `routeRules: { '/api/**': { cors: true } }` (for every origin, without cookies), else `handleCors(event, { origin: [...], credentials: true })` first in the handler; a handler of one method (`x.post.ts`) does not answer OPTIONS",
        "在 Nuxt 和 Nitro 里是 `routeRules: { '/api/**': { cors: true } }`（所有的源，不带 cookie），否则在处理函数开头写 `handleCors(event, { origin: [...], credentials: true })`；只管一种方法的处理文件（`x.post.ts`）不会应答 OPTIONS",
    )
    .words(&["defineeventhandler", "nitropack", "nitro.config"]),
    Product::new(
        "in SvelteKit it is `handle` in `src/hooks.server.ts`: answer `OPTIONS` there, and set the headers on what `resolve(event)` gives; `Cross-site POST form submissions are forbidden` is its guard against forged requests (`csrf.trustedOrigins`)",
        "在 SvelteKit 里是 `src/hooks.server.ts` 的 `handle`：在那里应答 `OPTIONS`，并给 `resolve(event)` 的结果设响应头；`Cross-site POST form submissions are forbidden` 是它的防伪造检查（`csrf.trustedOrigins`）",
    )
    .words(&["sveltekit", "+server.ts", "hooks.server"]),
    Product::new(
        "IIS' `customHeaders` are on answers, and let nobody answer OPTIONS: use its CORS module (`<cors enabled=\"true\"><add origin=\"https://app.example.com\" allowCredentials=\"true\"><allowHeaders allowAllRequestedHeaders=\"true\" /></add></cors>`), which answers before handlers, and take `customHeaders` of CORS out; `WebDAVModule` refuses PUT and DELETE with 405",
        "IIS 的 `customHeaders` 只加在响应上，不会让谁去应答 OPTIONS：请用它的 CORS 模块（`<cors enabled=\"true\"><add origin=\"https://app.example.com\" allowCredentials=\"true\"><allowHeaders allowAllRequestedHeaders=\"true\" /></add></cors>`），它在处理程序之前应答，并去掉 `customHeaders` 里的跨域响应头；`WebDAVModule` 会以 405 拒绝 PUT 和 DELETE",
    )
    .words(&["system.webserver", "iis express", "iis 10"]),
    Product::new(
        "SignalR's client asks with credentials: the policy needs the origin by name and `AllowCredentials()`, and `UseCors` before `MapHub`",
        "SignalR 的客户端带凭据请求：策略要写明源并加 `AllowCredentials()`，`UseCors` 要在 `MapHub` 之前",
    )
    .words(&["signalr", "negotiateversion"])
    .paths(&["/negotiate"]),
    Product::new(
        "Storybook's own server is set in `.storybook/main.js`: `viteFinal` with `server.cors`, or a proxy in `.storybook/middleware.js`",
        "Storybook 自己的服务器在 `.storybook/main.js` 里设置：`viteFinal` 的 `server.cors`，或者 `.storybook/middleware.js` 里的代理",
    )
    .words(&["storybook"])
    .port(6006),
];
