//! Places and notes of patches in both languages, side by side: what is not here is a refusal's advice, of
//! which the catalogue's rules know the Chinese.

use crosscheck::catalog::Wording;

use super::places::PLACES;
use super::places::said;

/// A place or a note of a [`Fix`](super::Fix) in simplified Chinese; `None` if nobody has written it.
///
/// # Example
/// ```
/// use crosscheck::catalog::FetchRule;
/// use crosscheck::diagnosis::Refusal;
/// use crosscheck_export::{Server, fix, in_chinese};
///
/// let patch = fix(&Refusal::new(FetchRule::AllowOriginMissing), Server::Nginx).unwrap();
/// assert_eq!(in_chinese(patch.parts[0].place), Some("放在 http { } 里"));
/// ```
pub fn in_chinese(text: &str) -> Option<&'static str> {
    let known = [PLACES, NOTES].into_iter().flatten().find(|known| known.english == text)?;
    known.chinese
}

const NOTES: &[Wording] = &[
    // Of every server.
    said(
        "put your page's origin in the place of https://app.example.com",
        "把 https://app.example.com 换成你的页面的源",
    ),
    said(
        "put your API's origin in the place of https://api.example.com",
        "把 https://api.example.com 换成你的 API 的源",
    ),
    said(
        "name the methods and headers that your pages use, no others",
        "只写你的页面用到的方法和请求头",
    ),
    said("keep the methods and headers that are allowed already", "保留已经允许的方法和请求头"),
    said(
        "a name that is fit for no configuration was left out",
        "有一个名称不适合写进配置，已省略",
    ),
    said(
        "each of these gets all of it: where that is too much, write one for each of them",
        "这些 URL 都会得到全部设置；如果太宽，就分别写",
    ),
    // Hosts of files.
    said("put the paths of your files in the place of /*", "把 /* 换成你的文件的路径"),
    said(
        "put the paths of your files and functions in the place of /api/(.*)",
        "把 /api/(.*) 换成你的文件和函数的路径",
    ),
    said(
        "the same is said to everybody, so it is for one origin: for several, answer by an edge function",
        "对所有人说的都一样，所以只能写一个源：有几个源时，请用边缘函数回应",
    ),
    said(
        "the same is said to everybody, so it is for one origin: for several, answer by a function",
        "对所有人说的都一样，所以只能写一个源：有几个源时，请用函数回应",
    ),
    said(
        "functions and proxied paths get none of it: they say their own headers",
        "函数和代理的路径得不到这些响应头：它们自己写",
    ),
    said(
        "everybody may read a file by default, without credentials: see first what takes that away",
        "默认情况下所有人都可以不带凭据读取文件：先看看是什么取消了它",
    ),
    said(
        "a preflight for a file is refused with 405: put a function in front of it that answers OPTIONS",
        "对文件的预检请求会得到 405：在前面放一个回应 OPTIONS 的函数",
    ),
    said(
        "for some files only, write the same as headers of a route: of the routes the first that fits speaks alone",
        "只针对部分文件时，把同样内容写成某条路由的 headers：路由中只有第一条匹配的生效",
    ),
    said(
        "a function that is asked with OPTIONS must answer it with 200 or 204",
        "函数收到 OPTIONS 时必须回应 200 或 204",
    ),
    said(
        "a function that sets the same headers itself says them twice: take them out there",
        "函数自己也写同样的响应头就会重复：请在那里删掉",
    ),
    // Servers and proxies.
    said(
        "APISIX answers every OPTIONS by itself with these lists, whatever it asks for",
        "APISIX 会自己用这些列表回应每个 OPTIONS，不管它要求什么",
    ),
    said(
        "API Gateway answers preflights by itself from now on, and takes no notice of what an integration says of CORS",
        "此后 API Gateway 会自己回应预检请求，并忽略集成返回的 CORS 响应头",
    ),
    said(
        "a REST API has no such field: there, OPTIONS is a method of each resource, and errors need gateway responses",
        "REST API 没有这个字段：要给每个资源加 OPTIONS 方法，错误响应要用网关响应设置",
    ),
    said(
        "Azure takes five rules for a service, of two KiB together, and refuses a preflight that none fits with 403",
        "Azure 每个服务最多五条规则，总共不超过 2 KiB；没有规则符合的预检请求会得到 403",
    ),
    said(
        "where origins are listed the platform answers alone: headers of CORS that the application sets are not sent",
        "一旦列出了源，就只由平台应答：应用自己设置的跨域响应头不会发出",
    ),
    said(
        "it exposes no headers: take its list of origins away, and let the application answer",
        "它不能公开响应头：请清空它的源列表，改由应用应答",
    ),
    said(
        "App Service itself cannot send this header: set it in the application, or by a rule of Front Door before it",
        "App Service 自己不能发送这个响应头：请在应用里设置，或用它前面的 Front Door 规则",
    ),
    said(
        "Azure Storage cannot send this header: set it by a rule of Front Door before it",
        "Azure Storage 不能发送这个响应头：请用它前面的 Front Door 规则设置",
    ),
    said("go get github.com/jub0bs/cors", "go get github.com/jub0bs/cors"),
    said(
        "php artisan config:clear, and config:publish cors if the file is not there",
        "执行 php artisan config:clear；如果没有这个文件，先执行 php artisan config:publish cors",
    ),
    said(
        "an add_header in a location drops all those around it: put every one here",
        "location 里的 add_header 会使外层的全部失效：都要写在这里",
    ),
    said(
        "before nginx 1.29, the final answer of an upstream that sends 103 (Early Hints) first passes by these \
         lines: turn that off in the upstream",
        "nginx 1.29 之前，如果上游先发送 103（Early Hints），最终响应会绕过这些行：请在上游关闭它",
    ),
    said(
        "a2enmod headers rewrite setenvif, if they are not loaded",
        "如果模块没有加载：a2enmod headers rewrite setenvif",
    ),
    said(
        "a site has one handle_errors: if there is one, put the lines into it",
        "一个站点只能有一个 handle_errors：如果已有，就把这些行放进去",
    ),
    said(
        "HAProxy 2.2 or later: http-response would miss HAProxy's own errors",
        "需要 HAProxy 2.2 以上：http-response 管不到 HAProxy 自己的错误响应",
    ),
    said(
        "Envoy answers every preflight of this origin itself, whatever it asks for, with these lists and without \
         Vary: browsers hold the request against the lists",
        "这个源的每个预检都由 Envoy 自己应答，无论请求什么都返回这些名单，且没有 Vary：由浏览器对照名单检查",
    ),
    said(
        "Envoy answers every preflight of this origin itself from now on: add allow_methods and allow_headers \
         with what the application allows",
        "此后这个源的每个预检都由 Envoy 自己应答：请补上 allow_methods 和 allow_headers，写应用允许的内容",
    ),
    said(
        "a virtual host has one of each list: if there is one, put the lines into it",
        "一个虚拟主机里每种列表只有一个：如果已有，就把这些行放进去",
    ),
    said(
        "routes with direct_response or redirect get no headers of CORS but Vary",
        "使用 direct_response 或 redirect 的路由除 Vary 外得不到跨域响应头",
    ),
    said(
        "`crosscheck policy check` says what is wrong with it before it runs",
        "运行之前，`crosscheck policy check` 会指出其中的问题",
    ),
    // Frameworks.
    said("npm install cors", "npm install cors"),
    said(
        "in the place of app.add_middleware(CORSMiddleware, ...), if it is there: that one runs inside of what \
         answers 500, which then lacks the headers",
        "如果已有 app.add_middleware(CORSMiddleware, ...)，就用它替换：那一层在返回 500 的代码之内，500 响应会没有这些响应头",
    ),
    said(
        "it says `Vary` to requests with an Origin only: say `Vary: Origin` in answers that pages load without \
         CORS, too, as images or links",
        "它只对带 Origin 的请求返回 `Vary`：页面不经跨域方式加载的响应（图片、链接）也要返回 `Vary: Origin`",
    ),
    said(
        "`fastapi run` looks for an app that is not wrapped: start it with `uvicorn main:app`",
        "`fastapi run` 找的是没有被包裹的 app：请用 `uvicorn main:app` 启动",
    ),
    said("pip install django-cors-headers", "pip install django-cors-headers"),
    said(
        "the session's cookie goes to other sites only with SESSION_COOKIE_SAMESITE = \"None\" and \
         SESSION_COOKIE_SECURE = True",
        "会话 Cookie 只有在 SESSION_COOKIE_SAMESITE = \"None\" 且 SESSION_COOKIE_SECURE = True 时才会发往其他站点",
    ),
    said(
        "install the IIS CORS module, which IIS does not bring along: without it the section is an error (500.19)",
        "安装 IIS CORS 模块，IIS 不自带：没有它，这一段会报错（500.19）",
    ),
    said(
        "it answers preflights before Windows authentication; let ASP.NET say nothing of CORS then, or the headers \
         stand there twice",
        "它在 Windows 身份验证之前应答预检；此时 ASP.NET 就不要再写跨域响应头，否则会出现两次",
    ),
    said("pip install flask-cors", "pip install flask-cors"),
    said(
        "let before_request pass OPTIONS: a preflight is not signed in",
        "before_request 要放行 OPTIONS：预检请求没有登录信息",
    ),
    said(
        "Spring Boot puts the filter in front by itself, before Spring Security, too, which would refuse \
         preflights",
        "Spring Boot 会自动把这个过滤器放在最前面，也在 Spring Security 之前；否则后者会拒绝预检",
    ),
    said(
        "run by us with Spring 4.3 in Tomcat 9, not with Spring Boot; that Spring says `Vary` to requests with \
         an Origin only, newer ones to all",
        "我们用 Tomcat 9 中的 Spring 4.3 运行过，没有用 Spring Boot；该版本只对带 Origin 的请求返回 `Vary`，新版本对所有请求返回",
    ),
    said(
        "Spring MVC alone takes no notice of a bean of type CorsConfigurationSource",
        "单独的 Spring MVC 不理会 CorsConfigurationSource 类型的 bean",
    ),
    said(
        "in an exception handler the headers are cleared: call app.UseExceptionHandler before",
        "异常处理会清空响应头：先调用 app.UseExceptionHandler",
    ),
    said("gem \"rack-cors\" in the Gemfile", "在 Gemfile 里加 gem \"rack-cors\""),
    said("go get github.com/rs/cors", "go get github.com/rs/cors"),
    said("cargo add tower-http --features cors", "cargo add tower-http --features cors"),
    said("cargo add actix-cors", "cargo add actix-cors"),
    said(
        "before Next.js 16 the file is middleware.js, and its function `middleware`",
        "Next.js 16 之前文件名是 middleware.js，函数名是 `middleware`",
    ),
    said("put the paths of your API into `matcher`", "把你的 API 的路径写进 `matcher`"),
    said(
        "a route that sets the same headers itself says them twice: take them out there",
        "如果某个路由自己也设置了这些响应头，就会出现两次：请在那里删掉",
    ),
    said(
        "guards do not see preflights: they are answered before",
        "守卫（guard）看不到预检：在它之前就已应答",
    ),
    said(
        "with the Fastify adapter: npm install @fastify/cors",
        "使用 Fastify 适配器时：npm install @fastify/cors",
    ),
    said(
        "a middleware runs for the routes that come after it, and for its own path only: keep the star",
        "中间件只对它之后的路由和它自己的路径生效：保留星号",
    ),
    said("npm install @fastify/cors", "npm install @fastify/cors"),
    said(
        "in an ES module: import cors from \"@fastify/cors\", and app.register(cors, …)",
        "在 ES 模块中：import cors from \"@fastify/cors\"，然后 app.register(cors, …)",
    ),
    said(
        "OPTIONS without Access-Control-Request-Method is answered 400 unless strictPreflight is false",
        "没有 Access-Control-Request-Method 的 OPTIONS 会得到 400，除非 strictPreflight 为 false",
    ),
    said(
        "let the page ask `/api/…` of its own server: with the API's URL it asks across origins as before",
        "让页面请求自己服务器的 `/api/…`：如果仍写 API 的 URL，就还是跨域请求",
    ),
    said(
        "it is for development only: what is built and served elsewhere needs the same from the server there, or \
         headers of CORS from the API",
        "这只用于开发：构建后部署到别处时，那里的服务器也要做同样的转发，或者由 API 返回跨域响应头",
    ),
    said(
        "leave `rewrite` out if the API's own paths begin with /api; cookies that name a domain need \
         cookieDomainRewrite",
        "如果 API 自己的路径就以 /api 开头，去掉 `rewrite`；写明域名的 Cookie 需要 cookieDomainRewrite",
    ),
    said(
        "the web server must hand OPTIONS to the script: look for rules that let only GET and POST through",
        "Web 服务器要把 OPTIONS 交给脚本：检查有没有只放行 GET 和 POST 的规则",
    ),
    said(
        "several scripts: put it into a file of its own and `require` that first, or name it in auto_prepend_file",
        "有多个脚本时：放进单独的文件并最先 `require`，或写在 auto_prepend_file 里",
    ),
    // Gateways.
    said(
        "every preflight of this Ingress is answered by it, and no longer by the application",
        "这个 Ingress 的每个预检都由它应答，不再到达应用",
    ),
    said(
        "it cannot say `Vary: Origin`: let the application say it, or no cache may keep the answers",
        "它不能返回 `Vary: Origin`：由应用返回，否则任何缓存都不能保存这些响应",
    ),
    said(
        "one list for all origins of an Ingress: what differs by path needs an Ingress of its own",
        "一个 Ingress 的所有源共用一份名单：路径不同、要求不同，就要单独的 Ingress",
    ),
    said(
        "it needs the Gateway API 1.5 or later, and a controller that has HTTPRouteCORS",
        "需要 Gateway API 1.5 以上，以及支持 HTTPRouteCORS 的控制器",
    ),
    said(
        "the standard asks for no `Vary`, and says nothing of errors that the gateway makes itself: look with \
         `crosscheck check`",
        "标准没有要求 `Vary`，也没有规定网关自己的错误响应：请用 `crosscheck check` 查看",
    ),
    said(
        "it cannot say other methods or headers for one origin than for another",
        "它不能对不同的源返回不同的方法或请求头",
    ),
    said(
        "as a Middleware of Kubernetes the part under `headers` goes under `spec`",
        "作为 Kubernetes 的 Middleware 时，`headers` 下面的内容放在 `spec` 下",
    ),
    said(
        "it answers every preflight itself, with 200, and leaves what the application says to an origin that is \
         not on the list: take CORS out of the application",
        "每个预检都由它以 200 应答；对不在名单上的源，它保留应用的响应头：请去掉应用里的跨域设置",
    ),
    said(
        "answers to preflights, and errors that Traefik makes itself, get no `Vary`",
        "预检的应答和 Traefik 自己的错误响应没有 `Vary`",
    ),
    said(
        "the route must take OPTIONS, too, or Kong answers 404 before any plugin runs",
        "路由也要接受 OPTIONS，否则 Kong 在插件运行之前就返回 404",
    ),
    said(
        "with one origin in the list Kong says it to everybody, without `Vary`; browsers refuse the others all \
         the same",
        "名单上只有一个源时，Kong 对谁都返回它，且没有 `Vary`；浏览器仍会拒绝其他源",
    ),
    said(
        "Kong allows every request header that is asked for where `headers` is not set",
        "没有设置 `headers` 时，Kong 允许所有被请求的请求头",
    ),
    said(
        "Istio answers every preflight of these origins itself, with these lists and without `Vary`, whatever it \
         asks for: browsers hold the request against the lists",
        "这些源的每个预检都由 Istio 自己应答，无论请求什么都返回这些名单，且没有 `Vary`：由浏览器对照名单检查",
    ),
    said(
        "a route that answers directly or redirects gets no headers of CORS",
        "直接应答或重定向的路由得不到跨域响应头",
    ),
    said(
        "an AuthorizationPolicy or RequestAuthentication runs first: let OPTIONS pass there",
        "AuthorizationPolicy 或 RequestAuthentication 会先运行：在那里放行 OPTIONS",
    ),
    // Storage and networks for delivery.
    said(
        "behind CloudFront, let Origin be part of the cache key and of what is forwarded",
        "前面有 CloudFront 时，要让 Origin 成为缓存键的一部分并转发",
    ),
    said(
        "an image that was cached without Origin lacks the headers: load it with crossorigin everywhere",
        "没带 Origin 时缓存的图片没有这些响应头：各处都用 crossorigin 加载",
    ),
    said(
        "S3 knows GET, HEAD, POST, PUT and DELETE only",
        "S3 只支持 GET、HEAD、POST、PUT 和 DELETE",
    ),
    said(
        "it says no Access-Control-Allow-Credentials: leave credentials out and sign the URL instead",
        "它不返回 Access-Control-Allow-Credentials：请求不要带凭据，改用签名的 URL",
    ),
    said(
        "S3 itself cannot send this header: set it in CloudFront's response headers policy",
        "S3 自己不能返回这个响应头：在 CloudFront 的响应头策略里设置",
    ),
    said(
        "the behavior's allowed methods must hold OPTIONS, and those that pages use",
        "该行为（behavior）允许的方法里要有 OPTIONS 和页面用到的方法",
    ),
    said(
        "headers are added where a request has an `Origin` only; an answer to any other may be kept by a browser \
         without them, and without `Vary`",
        "只有请求带 `Origin` 时才会加上响应头；其他请求的响应可能不带它们、也不带 `Vary` 地留在浏览器缓存里",
    ),
    said(
        "CloudFront knows GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS only",
        "CloudFront 只支持 GET、HEAD、POST、PUT、PATCH、DELETE 和 OPTIONS",
    ),
    said(
        "it may be set on the server behind Cloudflare as well: there is one too many if both do",
        "Cloudflare 后面的服务器可能也设置了：两边都设置就多了一个",
    ),
    said(
        "a Transform Rule (\"modify response header\") cannot answer a preflight, nor compare with a list: it is \
         enough for one origin, and requests without a preflight",
        "转换规则（修改响应头）不能应答预检，也不能与名单比较：只够用于一个源、没有预检的请求",
    ),
    said(
        "errors of Cloudflare itself (520 to 530, a challenge) come without these headers",
        "Cloudflare 自己的错误（520 到 530、质询页）没有这些响应头",
    ),
    said(
        "name every header: R2 does not take `*` for all of them",
        "逐个写出请求头：R2 不把 `*` 当作全部",
    ),
    said(
        "a custom domain has Cloudflare's cache in front: purge it after the change",
        "自定义域名前面有 Cloudflare 的缓存：修改后请清除",
    ),
    said(
        "R2 knows GET, HEAD, POST, PUT and DELETE only",
        "R2 只支持 GET、HEAD、POST、PUT 和 DELETE",
    ),
    said(
        "R2 itself cannot send this header: set it by a Transform Rule on its custom domain",
        "R2 自己不能返回这个响应头：在其自定义域名上用转换规则设置",
    ),
    said(
        "gcloud storage buckets update gs://BUCKET --cors-file=cors.json",
        "gcloud storage buckets update gs://BUCKET --cors-file=cors.json",
    ),
    said(
        "an object that was cached without Origin lacks the headers until that answer is too old",
        "没带 Origin 时缓存的对象在过期之前没有这些响应头",
    ),
    said(
        "storage.cloud.google.com never answers other origins: use storage.googleapis.com",
        "storage.cloud.google.com 从不应答跨域请求：请用 storage.googleapis.com",
    ),
    said(
        "it cannot send this header: set it on the backend bucket of a load balancer in front",
        "它不能返回这个响应头：在前面的负载均衡器的后端存储桶上设置",
    ),
    said(
        "or MINIO_API_CORS_ALLOW_ORIGIN in its environment",
        "或者设置环境变量 MINIO_API_CORS_ALLOW_ORIGIN",
    ),
    said(
        "it is for every bucket; MinIO itself allows its methods, every request header, and credentials: without \
         this list, it does so to every origin",
        "它对所有存储桶生效；方法、请求头和凭据由 MinIO 自己全部允许：没有这份名单时，对任何源都如此",
    ),
    said(
        "a bucket's own CORS configuration (`mc cors set`) is known to AIStor only",
        "存储桶自己的跨域配置（`mc cors set`）只有 AIStor 支持",
    ),
    said(
        "MinIO cannot send this header: set it on the proxy in front of it",
        "MinIO 不能返回这个响应头：在它前面的代理上设置",
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crosscheck::catalog::FetchRule;
    use crosscheck::diagnosis::Refusal;
    use crosscheck::diagnosis::advice;

    use super::NOTES;
    use super::in_chinese;
    use crate::Server;
    use crate::fix;
    use crate::fix::places::PLACES;

    /// Every place and note of every server's patch, whatever it is for; and none that no patch has.
    #[test]
    fn each_place_and_note_is_there_in_chinese() {
        let mut missing = BTreeSet::new();
        let mut met = BTreeSet::new();
        for rule in FetchRule::ALL {
            for case in 0..16 {
                let is = |bit: usize| case & bit != 0;
                let mut refusal = Refusal::new(*rule);
                refusal.credentials = Some(is(1));
                refusal.method = is(2).then(|| "PURGE".into());
                refusal.header_names =
                    if is(4) { ["x-a".into(), "é".into()].into() } else { [].into() };
                refusal.url = is(8).then(|| "https://api.example.net/v1".into());
                let told = advice(&refusal).server;
                for server in Server::ALL {
                    let Some(fix) = fix(&refusal, *server) else { continue };
                    let places = fix.parts.iter().map(|part| part.place.to_owned());
                    let notes = fix.notes.into_iter().filter(|note| Some(note) != told.as_ref());
                    for text in places.chain(notes) {
                        match in_chinese(&text) {
                            Some(_) => met.insert(text),
                            None => missing.insert(text),
                        };
                    }
                }
            }
        }
        assert_eq!(missing, BTreeSet::new());
        let all = [PLACES, NOTES].into_iter().flatten().map(|known| known.english);
        let unmet: Vec<_> = all.filter(|text| !met.contains(*text)).collect();
        assert_eq!(unmet, OF_SEVERAL);
    }

    /// What only a patch for several refusals has.
    const OF_SEVERAL: [&str; 1] =
        ["each of these gets all of it: where that is too much, write one for each of them"];
}
